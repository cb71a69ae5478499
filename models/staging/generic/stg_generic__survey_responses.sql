with

survey_responses as (
    {{ current_records(ref('land_generic__survey_responses')) }}
),

final as (
    select
        source_system,
        source_instance,
        response_id,
        survey_id,
        conversation_id,
        order_id,
        customer_id,
        customer_email,
        survey_type,
        question,
        answer,
        comment,
        score,
        score_min,
        score_max,
        {{ visible('invited_at') }} as invited_at,
        {{ visible('responded_at') }} as responded_at
    from survey_responses
    -- Offered or answered: either makes it a response of the time asked for.
    where coalesce({{ is_visible('coalesce(invited_at, responded_at)') }}, true)
)

select * from final
