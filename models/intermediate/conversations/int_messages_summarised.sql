-- Some exports have no messages, only when the customer first wrote, when somebody first answered
-- and when the last message was. Those moments stand in as messages, so that one definition serves
-- all exports. What is not known is left out: counts come from the summary itself.
with

conversations as (
    select * from {{ ref('int_conversations') }}
),

messages as (
    select * from {{ ref('int_messages') }}
),

merged as (
    select * from {{ ref('int_conversations_merged') }}
),

exported as (
    select distinct conversation_key
    from messages
),

summaries as (
    select
        conversations.*,
        merged.surviving_conversation_key,
        coalesce(conversations.bot_answer_count, 0) > 0 as has_bot_answer,
        coalesce(conversations.human_answer_count, 0) > 0 as has_human_answer
    from conversations
    inner join merged
        on conversations.conversation_key = merged.conversation_key
    left join exported
        on conversations.conversation_key = exported.conversation_key
    where
        exported.conversation_key is null
        and conversations.first_customer_message_at is not null
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

-- Without counts, who answered last is the best witness of who answered at all.
first_answers as (
    select
        *,
        'answer' as message_kind,
        case
            when has_bot_answer then 'bot'
            when has_human_answer then 'agent'
            when last_answered_by = 'bot' then 'bot'
            else 'agent'
        end as author_role,
        2 as message_sequence,
        first_answer_at as sent_at
    from summaries
    where first_answer_at is not null
),

last_answers as (
    select
        *,
        'answer' as message_kind,
        case last_answered_by when 'bot' then 'bot' else 'agent' end as author_role,
        4 as message_sequence,
        last_message_at as sent_at
    from summaries
    where last_message_at > first_answer_at and last_answered_by is not null
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
        first_answer_at is not null
        and has_bot_answer
        and has_human_answer
        and (last_answered_by is distinct from 'human' or last_message_at <= first_answer_at)
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
