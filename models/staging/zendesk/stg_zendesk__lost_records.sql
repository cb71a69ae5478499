-- Exported, and not in use. An event or a rating that its tool took back did not happen; a message
-- that is gone was read.
with

comments as (
    {{ lost_records(
        ref('land_zendesk__ticket_comments'), 'messages',
        {'conversation_id': 'ticket_id'},
        among="public"
    ) }}
),

audits as (
    {{ lost_records(
        ref('land_zendesk__ticket_audits'), 'events',
        {'conversation_id': 'ticket_id'}
    ) }}
),

ratings as (
    {{ lost_records(
        ref('land_zendesk__satisfaction_ratings'), 'ratings',
        {'conversation_id': 'ticket_id'}
    ) }}
),

tickets as (
    {{ lost_records(
        ref('land_zendesk__tickets'), 'conversations',
        {'conversation_id': 'id', 'customer_id': 'requester_id'}
    ) }}
),

unioned as (
    select * from comments
    union all
    select * from audits
    union all
    select * from ratings
    union all
    select * from tickets
),

final as (
    select * from unioned
    where conversation_id is not null and (record_kind = 'messages' or not is_deleted)
)

select * from final
