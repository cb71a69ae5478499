-- The answers that count. Texts stay where they are: what people wrote is theirs.
with

responses as (
    select * from {{ ref('int_survey_responses_scoped') }}
    where is_counted_answer
),

conversations as (
    select * from {{ ref('fct_conversations') }}
),

orders as (
    select * from {{ ref('fct_orders') }}
),

final as (
    select
        responses.survey_response_key,
        responses.survey_key,
        conversations.conversation_key,
        responses.customer_key,
        orders.order_key,
        responses.source_system,
        responses.source_instance,
        responses.channel,
        responses.survey_type,
        responses.nps_group,
        -- What people volunteer about themselves may be a number: an age, a birthday.
        cast(
            case when responses.survey_type <> 'zero_party' then responses.score end
            as decimal(18, 4)
        ) as score,
        cast(
            case when responses.survey_type <> 'zero_party' then responses.score_normalised end
            as decimal(18, 6)
        ) as score_normalised,
        responses.is_positive,
        responses.is_negative,
        {{ local_date('responses.responded_at') }} as responded_date,
        responses.invited_at,
        responses.responded_at
    from responses
    left join conversations
        on responses.conversation_key = conversations.conversation_key
    left join orders
        on responses.order_key = orders.order_key
)

select * from final
