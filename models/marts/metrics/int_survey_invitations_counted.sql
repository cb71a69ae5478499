with

responses as (
    select * from {{ ref('int_survey_responses_scoped') }}
),

observed as (
    select * from {{ ref('int_observed_until') }}
),

instances as (
    select * from {{ ref('int_instances_observed') }}
    where record_kind = 'surveys'
),

-- A day whose counts are missing or impossible says nothing of how many answered.
funnels as (
    select funnels.*
    from {{ ref('int_survey_funnels') }} as funnels
    cross join observed
    where
        funnels.invited_count >= 0
        and funnels.completed_count >= 0
        and (
            observed.plausible_until is null
            or funnels.survey_date <= {{ local_date('observed.plausible_until') }}
        )
),

-- A day of a survey that has counts is counted by them alone: its answers are in them already.
counted_days as (
    select distinct
        source_system,
        source_instance,
        survey_id,
        survey_date
    from funnels
),

survey_types as (
    select
        source_system,
        source_instance,
        survey_id,
        min(survey_type) as survey_type
    from responses
    where survey_id is not null
    group by source_system, source_instance, survey_id
),

-- Several questions of one survey are one invitation, answered with the first answer.
invitations as (
    select
        source_system,
        source_instance,
        survey_id,
        min(survey_response_key) as survey_invitation_key,
        min(channel) as channel,
        survey_type,
        max(case when responded_at is not null then 1 else 0 end) as answered_count,
        invited_at,
        {{ local_date('invited_at') }} as invited_date
    from responses
    where is_in_scope and invited_at is not null
    group by
        source_system,
        source_instance,
        survey_id,
        survey_type,
        subject_key,
        invited_at
),

-- Some tools export answers alone. A survey that nobody left unanswered does not show how many
-- were asked.
compared as (
    select
        *,
        min(answered_count) over (
            partition by source_system, source_instance, survey_id, survey_type
        ) = 0 as is_silence_exported
    from invitations
),

-- Yes and no are told at the same age: by answers that came at once the last days would be the
-- best, by those still to come the worst.
judged as (
    select
        compared.*,
        compared.is_silence_exported
        and coalesce(
            {{ add_days('compared.invited_at', var('survey_response_window_days')) }}
            <= instances.observed_until,
            false
        ) as is_counted
    from compared
    left join instances
        on
            compared.source_system = instances.source_system
            and compared.source_instance = instances.source_instance
    left join counted_days
        on
            compared.source_system = counted_days.source_system
            and compared.source_instance = counted_days.source_instance
            and compared.survey_id = counted_days.survey_id
            and compared.invited_date = counted_days.survey_date
    where counted_days.survey_id is null
),

dated_invitations as (
    select
        survey_invitation_key,
        channel,
        survey_type,
        cast(case when is_counted then answered_count else 0 end as bigint)
            as feedback_response_rate_numerator,
        cast(case when is_counted then 1 else 0 end as bigint)
            as feedback_response_rate_denominator,
        invited_date as metric_date
    from judged
),

dated_funnels as (
    select
        funnels.survey_funnel_key as survey_invitation_key,
        '(none)' as channel,
        coalesce(funnels.survey_type, survey_types.survey_type, 'other') as survey_type,
        cast(funnels.completed_count as bigint) as feedback_response_rate_numerator,
        cast(funnels.invited_count as bigint) as feedback_response_rate_denominator,
        funnels.survey_date as metric_date
    from funnels
    left join survey_types
        on
            funnels.source_system = survey_types.source_system
            and funnels.source_instance = survey_types.source_instance
            and funnels.survey_id = survey_types.survey_id
),

final as (
    select * from dated_invitations
    union all
    select * from dated_funnels
)

select * from final
