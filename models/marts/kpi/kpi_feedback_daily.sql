-- Scores belong to the day of the answer, response rates to the day of the invitation: a row holds
-- what was answered and what was asked that day, not the answers to what was asked that day.
with

answers as (
    select * from {{ ref('int_survey_responses_counted') }}
),

invitations as (
    select * from {{ ref('int_survey_invitations_counted') }}
),

stacked as (
    select
        channel,
        survey_type,
        1 as answer_count,
        csat_rate_numerator,
        csat_rate_denominator,
        nps_numerator,
        nps_denominator,
        ces_numerator,
        ces_denominator,
        0 as feedback_response_rate_numerator,
        0 as feedback_response_rate_denominator,
        metric_date
    from answers

    union all

    select
        channel,
        survey_type,
        0 as answer_count,
        0 as csat_rate_numerator,
        0 as csat_rate_denominator,
        0 as nps_numerator,
        0 as nps_denominator,
        0 as ces_numerator,
        0 as ces_denominator,
        feedback_response_rate_numerator,
        feedback_response_rate_denominator,
        metric_date
    from invitations
),

summed as (
    select
        channel,
        survey_type,
        cast(sum(answer_count) as bigint) as answer_count,
        cast(sum(csat_rate_numerator) as bigint) as csat_rate_numerator,
        cast(sum(csat_rate_denominator) as bigint) as csat_rate_denominator,
        cast(sum(nps_numerator) as bigint) as nps_numerator,
        cast(sum(nps_denominator) as bigint) as nps_denominator,
        cast(sum(ces_numerator) as decimal(18, 6)) as ces_numerator,
        cast(sum(ces_denominator) as bigint) as ces_denominator,
        cast(sum(feedback_response_rate_numerator) as bigint) as feedback_response_rate_numerator,
        cast(sum(feedback_response_rate_denominator) as bigint)
            as feedback_response_rate_denominator,
        metric_date
    from stacked
    group by metric_date, survey_type, channel
),

final as (
    select
        channel,
        survey_type,
        answer_count,
        csat_rate_numerator,
        csat_rate_denominator,
        nps_numerator,
        nps_denominator,
        ces_numerator,
        ces_denominator,
        feedback_response_rate_numerator,
        feedback_response_rate_denominator,
        {{ ratio('csat_rate_numerator', 'csat_rate_denominator') }} as csat_rate,
        {{ ratio('nps_numerator', 'nps_denominator') }} as nps,
        {{ ratio('ces_numerator', 'ces_denominator') }} as ces,
        {{ ratio('feedback_response_rate_numerator', 'feedback_response_rate_denominator') }}
            as feedback_response_rate,
        metric_date as feedback_date
    from summed
)

select * from final
