-- A mart only adds up: over all days, kinds and channels it is the answers and the invitations.
with

daily as (
    select
        coalesce(sum(csat_rate_numerator), 0) as positive_count,
        coalesce(sum(csat_rate_denominator), 0) as rated_count,
        coalesce(sum(nps_numerator), 0) as nps_numerator,
        coalesce(sum(nps_denominator), 0) as nps_count,
        coalesce(sum(ces_denominator), 0) as ces_count,
        coalesce(sum(feedback_response_rate_denominator), 0) as invited_count
    from {{ ref('kpi_feedback_daily') }}
),

facts as (
    select
        count(case when is_positive then 1 end) as positive_count,
        count(is_positive) as rated_count,
        100 * (
            count(case when nps_group = 'promoter' then 1 end)
            - count(case when nps_group = 'detractor' then 1 end)
        ) as nps_numerator,
        count(nps_group) as nps_count,
        count(case when survey_type = 'ces' then score_normalised end) as ces_count
    from {{ ref('fct_survey_responses') }}
),

invitations as (
    select coalesce(sum(feedback_response_rate_denominator), 0) as invited_count
    from {{ ref('int_survey_invitations_counted') }}
)

select
    daily.*,
    facts.positive_count as fact_positive_count,
    facts.rated_count as fact_rated_count,
    facts.nps_numerator as fact_nps_numerator,
    facts.nps_count as fact_nps_count,
    facts.ces_count as fact_ces_count,
    invitations.invited_count as all_invited_count,
    'kpi_feedback_daily does not add up to the answers in fct_survey_responses and the '
    || 'invitations in int_survey_invitations_counted: find the join that loses or doubles them'
        as message
from daily
cross join facts
cross join invitations
where
    daily.positive_count <> facts.positive_count
    or daily.rated_count <> facts.rated_count
    or daily.nps_numerator <> facts.nps_numerator
    or daily.nps_count <> facts.nps_count
    or daily.ces_count <> facts.ces_count
    or daily.invited_count <> invitations.invited_count
