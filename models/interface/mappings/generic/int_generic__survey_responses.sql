with

survey_responses as (
    select * from {{ ref('stg_generic__survey_responses') }}
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'response_id']) }}
            as survey_response_key,
        {{ surrogate_key(['source_system', 'source_instance', 'conversation_id']) }}
            as conversation_key,
        {{ surrogate_key(['source_system', 'source_instance', 'order_id']) }} as order_key,
        {{ customer_record_key('customer_id', 'survey_response', 'response_id') }}
            as customer_record_key,
        source_system,
        source_instance,
        response_id,
        survey_id,
        customer_id,
        customer_email,
        survey_type,
        question,
        case when responded_at is not null then answer end as answer,
        case when responded_at is not null then comment end as comment,
        case when responded_at is not null then score end as score,
        score_min,
        score_max,
        invited_at,
        responded_at
    from survey_responses
)

select * from final
