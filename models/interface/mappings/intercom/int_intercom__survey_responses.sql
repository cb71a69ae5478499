with

ratings as (
    select * from {{ ref('int_intercom__ratings_dated') }}
),

conversations as (
    select * from {{ ref('int_intercom__conversations') }}
),

joined as (
    select
        ratings.*,
        ratings.survey_id || '-' || ratings.conversation_id as response_id,
        conversations.conversation_key,
        conversations.customer_record_key,
        conversations.source_system,
        conversations.customer_id
    from ratings
    inner join conversations
        on
            ratings.source_instance = conversations.source_instance
            and ratings.conversation_id = conversations.conversation_id
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'response_id']) }}
            as survey_response_key,
        conversation_key,
        cast(null as string) as order_key,
        customer_record_key,
        source_system,
        source_instance,
        response_id,
        survey_id,
        customer_id,
        cast(null as string) as customer_email,
        'csat' as survey_type,
        cast(null as string) as question,
        cast(null as string) as answer,
        remark as comment,
        cast(rating as decimal(18, 4)) as score,
        cast(1 as decimal(18, 4)) as score_min,
        cast(5 as decimal(18, 4)) as score_max,
        invited_at,
        case when rating is not null then rated_at end as responded_at
    from joined
)

select * from final
