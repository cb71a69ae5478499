-- What a summary says stands in as messages, so that one definition serves all exports: that the
-- customer wrote, that somebody answered first and who did last. What is not known is left out:
-- counts come from the summary itself, and times that only bound an answer are no response times.
with

conversation_summaries as (
    select * from {{ ref('int_conversation_summaries_read') }}
),

merged as (
    select * from {{ ref('int_conversations_merged') }}
),

summaries as (
    select
        conversation_summaries.*,
        merged.surviving_conversation_key,
        coalesce(
            conversation_summaries.last_message_at > conversation_summaries.first_answer_at
            and conversation_summaries.last_message_at
            > conversation_summaries.first_customer_message_at
            and case conversation_summaries.last_answered_by
                when 'bot' then conversation_summaries.has_bot_answer
                when 'human' then conversation_summaries.has_human_answer
            end,
            false
        ) as has_last_answer
    from conversation_summaries
    inner join merged
        on conversation_summaries.conversation_key = merged.conversation_key
),

requests as (
    select
        *,
        'request' as message_kind,
        'customer' as author_role,
        1 as message_sequence,
        first_customer_message_at as sent_at
    from summaries
),

first_answers as (
    select
        *,
        'answer' as message_kind,
        case when has_bot_answer then 'bot' else 'agent' end as author_role,
        2 as message_sequence,
        first_answer_at as sent_at
    from summaries
    where has_bot_answer or has_human_answer
),

last_answers as (
    select
        *,
        'answer' as message_kind,
        case last_answered_by when 'bot' then 'bot' else 'agent' end as author_role,
        4 as message_sequence,
        last_message_at as sent_at
    from summaries
    where has_last_answer
),

-- A person who answered in between left no time: the earliest possible one never calls a
-- conversation the bot's own that was not.
human_answers as (
    select
        *,
        'answer' as message_kind,
        'agent' as author_role,
        3 as message_sequence,
        first_answer_at as sent_at
    from summaries
    where
        has_bot_answer
        and has_human_answer
        and (last_answered_by is distinct from 'human' or not has_last_answer)
),

combined as (
    select * from requests
    union all
    select * from first_answers
    union all
    select * from human_answers
    union all
    select * from last_answers
),

final as (
    select
        {{ surrogate_key(["'summary'", 'conversation_key', 'message_sequence']) }} as message_key,
        surviving_conversation_key as conversation_key,
        case when author_role = 'customer' then customer_record_key end as author_record_key,
        source_system,
        source_instance,
        author_role,
        message_kind,
        message_sequence,
        sent_at
    from combined
)

select * from final
