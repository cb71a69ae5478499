with

responses as (
    select * from {{ ref('int_survey_responses_scoped') }}
),

observed as (
    select * from {{ ref('int_observed_until') }}
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

-- A survey with counts is counted by them alone: its answers are in the counts already.
counted_surveys as (
    select distinct
        source_system,
        source_instance,
        survey_id
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
        min(responses.survey_response_key) as survey_invitation_key,
        min(responses.channel) as channel,
        responses.survey_type,
        max(case when responses.responded_at is not null then 1 else 0 end) as answered_count,
        responses.invited_at
    from responses
    left join counted_surveys
        on
            responses.source_system = counted_surveys.source_system
            and responses.source_instance = counted_surveys.source_instance
            and responses.survey_id = counted_surveys.survey_id
    where
        responses.is_in_scope
        and responses.invited_at is not null
        and counted_surveys.survey_id is null
    group by
        responses.source_system,
        responses.source_instance,
        responses.survey_id,
        responses.survey_type,
        responses.subject_key,
        responses.invited_at
),

dated_invitations as (
    select
        survey_invitation_key,
        channel,
        survey_type,
        cast(answered_count as bigint) as feedback_response_rate_numerator,
        cast(1 as bigint) as feedback_response_rate_denominator,
        {{ local_date('invited_at') }} as metric_date
    from invitations
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
