-- A bot's message is a greeting before the first request and an answer after it; a customer's
-- thanks closes only after an answer. That looks circular, and is not: the first request can be
-- told from the answers that are certain, and everything else from the first request.
with

marked as (
    select * from {{ ref('int_messages_marked') }}
),

certain as (
    select
        *,
        min(case when marked_kind = 'answer' then message_position end) over (
            partition by conversation_key
        ) as first_certain_answer_position
    from marked
),

-- Words of thanks before any answer ask for something all the same.
opened as (
    select
        *,
        min(
            case
                when author_role <> 'customer' then null
                when marked_kind = 'request' then message_position
                when
                    marked_kind = 'undecided_closing'
                    and coalesce(message_position < first_certain_answer_position, true)
                    then message_position
            end
        ) over (partition by conversation_key) as first_request_position
    from certain
),

decided as (
    select
        *,
        case
            when marked_kind <> 'undecided_bot' then marked_kind
            when message_position > first_request_position then 'answer'
            else 'greeting'
        end as decided_kind
    from opened
),

answered as (
    select
        *,
        min(case when decided_kind = 'answer' then message_position end) over (
            partition by conversation_key
        ) as first_answer_position
    from decided
),

classified as (
    select
        *,
        case
            when decided_kind <> 'undecided_closing' then decided_kind
            when message_position > first_answer_position then 'closing'
            else 'request'
        end as message_kind
    from answered
),

final as (
    select
        message_key,
        conversation_key,
        author_record_key,
        source_system,
        source_instance,
        -- What speaks for the shop and is neither a person nor automatic is a bot.
        case
            when author_role = 'system' and message_kind <> 'automatic' then 'bot'
            else author_role
        end as author_role,
        message_kind,
        message_position,
        is_confirmation and message_kind = 'closing' as is_confirmation,
        is_summary,
        sent_at
    from classified
)

select * from final
