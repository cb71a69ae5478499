with

ratings as (
    select * from {{ ref('stg_zendesk__satisfaction_ratings') }}
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'rating_id']) }}
            as survey_response_key,
        {{ surrogate_key(['source_system', 'source_instance', 'ticket_id']) }} as conversation_key,
        cast(null as string) as order_key,
        {{ customer_record_key('requester_id', 'survey_response', 'rating_id') }}
            as customer_record_key,
        source_system,
        source_instance,
        rating_id as response_id,
        'satisfaction_rating' as survey_id,
        requester_id as customer_id,
        cast(null as string) as customer_email,
        'csat' as survey_type,
        cast(null as string) as question,
        coalesce(reason, rating) as answer,
        comment,
        cast(case rating when 'good' then 1 when 'bad' then 0 end as decimal(18, 4)) as score,
        cast(0 as decimal(18, 4)) as score_min,
        cast(1 as decimal(18, 4)) as score_max,
        offered_at as invited_at,
        answered_at as responded_at
    from ratings
)

select * from final
