-- Answered turns only: how long a turn that is still open will take, nobody knows. Nor is it known
-- where a message that nobody understands may have been the answer.
with

messages as (
    select * from {{ ref('int_messages_sequenced') }}
),

resolved as (
    select * from {{ ref('int_conversations_resolved') }}
),

summaries as (
    select * from {{ ref('int_conversation_summaries_read') }}
),

-- Where messages are missing, what stands next to each other is no turn; nor is a summary's answer
-- of which only the latest possible time is known.
seen as (
    select messages.*
    from messages
    inner join resolved
        on messages.conversation_key = resolved.conversation_key
    left join summaries
        on messages.conversation_key = summaries.conversation_key
    where
        messages.sent_at <= resolved.cutoff_at
        and not coalesce(resolved.lacks_messages, false)
        and (
            not coalesce(messages.is_summary, false)
            or coalesce(summaries.has_response_time, false)
        )
),

turns as (
    select
        conversation_key,
        turn_number,
        bool_or(message_kind = 'unclassified' and author_role is distinct from 'customer')
            as has_unclassified,
        min(case when message_kind in ('request', 'acceptance') then sent_at end)
            as requested_at,
        min(case when message_kind = 'answer' then sent_at end) as answered_at
    from seen
    group by conversation_key, turn_number
),

placed as (
    select
        *,
        row_number() over (partition by conversation_key order by turn_number) = 1
            as is_first_turn
    from turns
    where requested_at is not null and (answered_at is not null or has_unclassified)
),

final as (
    select
        conversation_key,
        turn_number,
        is_first_turn,
        {{ elapsed_seconds('requested_at', 'answered_at') }} as response_seconds,
        requested_at,
        answered_at
    from placed
    where answered_at is not null and not has_unclassified
)

select * from final
