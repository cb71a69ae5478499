-- What do customers say, and how many of those we ask? A score without its response rate flatters:
-- the silent are rarely delighted. Sums first, then the ratio.
with

daily as (
    select * from {{ ref('kpi_feedback_daily') }}
),

monthly as (
    select
        {{ month_start('feedback_date') }} as feedback_month,
        survey_type,
        channel,
        sum(answer_count) as answer_count,
        {{ ratio('sum(csat_rate_numerator)', 'sum(csat_rate_denominator)') }} as csat_rate,
        {{ ratio('sum(nps_numerator)', 'sum(nps_denominator)') }} as nps,
        {{ ratio('sum(ces_numerator)', 'sum(ces_denominator)') }} as ces,
        {{ ratio(
            'sum(feedback_response_rate_numerator)', 'sum(feedback_response_rate_denominator)'
        ) }} as feedback_response_rate
    from daily
    group by {{ month_start('feedback_date') }}, survey_type, channel
)

select *
from monthly
order by feedback_month, survey_type, channel
