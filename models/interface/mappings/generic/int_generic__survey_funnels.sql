with

survey_funnels as (
    select * from {{ ref('stg_generic__survey_funnels') }}
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'survey_id', 'survey_date']) }}
            as survey_funnel_key,
        source_system,
        source_instance,
        survey_id,
        survey_type,
        invited_count,
        started_count,
        completed_count,
        survey_date
    from survey_funnels
)

select * from final
