-- Some exports have no messages, but a summary of each conversation, and fill it in by halves. What
-- it says is read here: whether a bot answered and whether a person did, and since when. True and
-- false are what the summary says; NULL is what it does not say, or says two ways.
with

conversations as (
    select * from {{ ref('int_conversations') }}
),

exported as (
    select distinct conversation_key
    from {{ ref('int_messages') }}
),

-- Where nobody has a time of answer or an answerer, their being empty says nothing.
summaries as (
    select
        conversations.*,
        bool_or(
            conversations.first_answer_at is not null
            or conversations.last_answered_by is not null
        ) over (
            partition by
                conversations.source_system, conversations.source_instance, conversations.channel
        ) as is_answering_told
    from conversations
    left join exported
        on conversations.conversation_key = exported.conversation_key
    where
        exported.conversation_key is null
        and conversations.first_customer_message_at is not null
),

-- A count wins over who answered last; a count of nothing beside an answer contradicts it.
witnessed as (
    select
        *,
        coalesce(bot_answer_count > 0, last_answered_by = 'bot', false) as says_bot,
        coalesce(human_answer_count > 0, last_answered_by = 'human', false) as says_human,
        coalesce(bot_answer_count = 0 and last_answered_by = 'bot', false)
        or coalesce(human_answer_count = 0 and last_answered_by = 'human', false)
        or coalesce(
            bot_answer_count = 0 and human_answer_count = 0 and first_answer_at is not null, false
        ) as has_contradiction,
        -- By two logs an answer may be a moment older than its question.
        coalesce(
            {{ add_seconds('first_answer_at', var('log_tolerance_seconds')) }}
            >= first_customer_message_at,
            false
        ) as has_response_time
    from summaries
),

-- Without counts, who answered last is the best witness of who answered at all. That no person did
-- is not taken from a bot's count alone: a tool that only counts its bot does not see people.
answered as (
    select
        *,
        case
            when says_bot then true
            when has_contradiction then null
            when bot_answer_count = 0 or says_human then false
            when first_answer_at is not null then case when human_answer_count = 0 then true end
            when is_answering_told then false
        end as has_bot_answer,
        case
            when says_human then true
            when has_contradiction then null
            when human_answer_count = 0 or last_answered_by = 'bot' then false
            when bot_answer_count > 0 then null
            when first_answer_at is not null then case when bot_answer_count = 0 then true end
            when is_answering_told then false
        end as has_human_answer
    from witnessed
),

-- Without a time of the first answer, that of the last message is the latest it can be. A first
-- answer before the question is the shop's own opening, which answers nothing.
timed as (
    select
        *,
        case
            when has_response_time then greatest(first_answer_at, first_customer_message_at)
            when not coalesce(has_bot_answer, false) and not coalesce(has_human_answer, false)
                then null
            when first_answer_at is null
                then case
                        when
                            {{ add_seconds('last_message_at', var('log_tolerance_seconds')) }}
                            >= first_customer_message_at
                            then greatest(last_message_at, first_customer_message_at)
                    end
            when last_message_at > first_customer_message_at and last_answered_by is not null
                then last_message_at
        end as answered_at,
        coalesce(
            not has_response_time
            and first_answer_at is not null
            and last_message_at <= first_customer_message_at,
            false
        ) as has_only_opening
    from answered
),

final as (
    select
        conversation_key,
        customer_record_key,
        source_system,
        source_instance,
        last_answered_by,
        case
            when has_bot_answer is null or has_human_answer is null then 'answers_unknown'
            when (has_bot_answer or has_human_answer) and answered_at is null
                then case when not has_only_opening then 'answer_time_unknown' end
        end as incomplete_reason,
        has_bot_answer,
        has_human_answer,
        has_response_time,
        first_customer_message_at,
        case
            when not has_response_time and first_answer_at is not null then first_answer_at
            else coalesce(answered_at, first_customer_message_at)
        end as first_answer_at,
        last_message_at
    from timed
)

select * from final
