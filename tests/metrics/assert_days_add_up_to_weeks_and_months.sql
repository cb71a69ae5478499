-- The scorecard counts the rows of a week or month; whoever sums its days instead must get the same
-- for every metric that adds up, in each channel and over all channels.
with

dates as (
    select
        date_day,
        'week' as period_type,
        week_start_date as period_start_date
    from {{ ref('dim_dates') }}
    union all
    select
        date_day,
        'month' as period_type,
        month_start_date as period_start_date
    from {{ ref('dim_dates') }}
),

definitions as (
    select * from {{ ref('kpi_definitions') }}
    where is_additive
),

daily as (
    select
        daily.metric,
        daily.channel,
        dates.period_type,
        dates.period_start_date,
        sum(daily.numerator) as numerator,
        sum(daily.denominator) as denominator
    from {{ ref('kpi_daily') }} as daily
    inner join definitions on daily.metric = definitions.metric
    inner join dates on daily.metric_date = dates.date_day
    group by daily.metric, daily.channel, dates.period_type, dates.period_start_date
),

scorecard as (
    select scorecard.*
    from {{ ref('kpi_scorecard') }} as scorecard
    inner join definitions on scorecard.metric = definitions.metric
)

select
    coalesce(daily.metric, scorecard.metric) as metric,
    coalesce(daily.channel, scorecard.channel) as channel,
    coalesce(daily.period_type, scorecard.period_type) as period_type,
    coalesce(daily.period_start_date, scorecard.period_start_date) as period_start_date,
    daily.numerator as numerator_of_days,
    scorecard.numerator,
    daily.denominator as denominator_of_days,
    scorecard.denominator,
    coalesce(daily.metric, scorecard.metric) || ' of '
    || coalesce(daily.channel, scorecard.channel) || ' of the '
    || coalesce(daily.period_type, scorecard.period_type) || ' from '
    || cast(coalesce(daily.period_start_date, scorecard.period_start_date) as string)
    || ' is not the sum of its days: compare kpi_scorecard with kpi_daily' as message
from daily
full outer join scorecard
    on
        daily.metric = scorecard.metric
        and daily.channel = scorecard.channel
        and daily.period_type = scorecard.period_type
        and daily.period_start_date = scorecard.period_start_date
where
    daily.numerator is distinct from scorecard.numerator
    or daily.denominator is distinct from scorecard.denominator
