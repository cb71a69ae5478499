with

survey_funnels as (
    {{ current_records(ref('land_generic__survey_funnels')) }}
),

final as (
    select
        source_system,
        source_instance,
        survey_id,
        survey_type,
        cast(invited_count as integer) as invited_count,
        cast(started_count as integer) as started_count,
        cast(completed_count as integer) as completed_count,
        survey_date
    from survey_funnels
    -- A day that was not over at the time asked for was not counted yet.
    where {{ is_visible(add_days('cast(survey_date as timestamp)', 1)) }}
)

select * from final
