-- Exported, and not in use. An event or a rating that its tool took back did not happen; a message
-- that is gone was read.
with

messages as (
    {{ lost_records(
        ref('land_generic__messages'), 'messages',
        {'conversation_id': 'conversation_id'},
        among="is_public and message_kind <> 'note'"
    ) }}
),

conversation_events as (
    {{ lost_records(
        ref('land_generic__conversation_events'), 'events',
        {'conversation_id': 'conversation_id'}
    ) }}
),

survey_responses as (
    {{ lost_records(
        ref('land_generic__survey_responses'), 'ratings',
        {'conversation_id': 'conversation_id'}
    ) }}
),

conversations as (
    {{ lost_records(
        ref('land_generic__conversations'), 'conversations',
        {
            'conversation_id': 'conversation_id',
            'customer_id': 'customer_id',
            'customer_email': 'customer_email',
        }
    ) }}
),

unioned as (
    select * from messages
    union all
    select * from conversation_events
    union all
    select * from survey_responses
    union all
    select * from conversations
),

final as (
    select * from unioned
    where conversation_id is not null and (record_kind = 'messages' or not is_deleted)
)

select * from final
