-- What the system counts and dates against the messages exported. Where none are exported it stands
-- in for them, and nothing is missing.
with

conversations as (
    select * from {{ ref('stg_generic__conversations') }}
    where is_of_the_time
),

exported as (
    select
        source_instance,
        conversation_id,
        count(*) as message_count,
        count(case when author_role = 'bot' then 1 end) as bot_message_count,
        count(case when author_role = 'agent' then 1 end) as human_message_count
    from {{ ref('int_generic__messages') }}
    where is_public
    group by source_instance, conversation_id
),

final as (
    select
        conversations.source_system,
        conversations.source_instance,
        conversations.conversation_id,
        cast(greatest(
            coalesce(conversations.message_count - exported.message_count, 0),
            coalesce(conversations.bot_answer_count - exported.bot_message_count, 0),
            coalesce(conversations.human_answer_count - exported.human_message_count, 0),
            case
                when
                    conversations.first_answer_at is not null
                    and exported.bot_message_count + exported.human_message_count = 0
                    then 1
                when
                    conversations.last_answered_by = 'human' and exported.human_message_count = 0
                    then 1
                when conversations.last_answered_by = 'bot' and exported.bot_message_count = 0
                    then 1
                else 0
            end
        ) as integer) as missing_message_count
    from conversations
    inner join exported
        on
            conversations.source_instance = exported.source_instance
            and conversations.conversation_id = exported.conversation_id
    where
        conversations.message_count is not null
        or conversations.bot_answer_count is not null
        or conversations.human_answer_count is not null
        or conversations.first_answer_at is not null
        or conversations.last_answered_by is not null
)

select * from final
