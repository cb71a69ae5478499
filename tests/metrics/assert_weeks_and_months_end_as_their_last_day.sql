-- What stands open is no sum: a week or month has what its last day has, and each has one. That is
-- the last day of all channels together: one that has no row on it has none in the week or month.
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
    where kind = 'stock'
),

daily as (
    select
        daily.metric,
        daily.channel,
        daily.metric_value,
        dates.period_type,
        dates.period_start_date,
        dense_rank() over (
            partition by daily.metric, dates.period_type, dates.period_start_date
            order by daily.metric_date desc
        ) as day_from_last
    from {{ ref('kpi_daily') }} as daily
    inner join definitions on daily.metric = definitions.metric
    inner join dates on daily.metric_date = dates.date_day
),

last_days as (
    select * from daily
    where day_from_last = 1
),

scorecard as (
    select scorecard.*
    from {{ ref('kpi_scorecard') }} as scorecard
    inner join definitions on scorecard.metric = definitions.metric
)

select
    coalesce(last_days.metric, scorecard.metric) as metric,
    coalesce(last_days.channel, scorecard.channel) as channel,
    coalesce(last_days.period_type, scorecard.period_type) as period_type,
    coalesce(last_days.period_start_date, scorecard.period_start_date) as period_start_date,
    last_days.metric_value as value_of_last_day,
    scorecard.metric_value,
    coalesce(last_days.metric, scorecard.metric) || ' of '
    || coalesce(last_days.channel, scorecard.channel) || ' of the '
    || coalesce(last_days.period_type, scorecard.period_type) || ' from '
    || cast(coalesce(last_days.period_start_date, scorecard.period_start_date) as string)
    || ' is not that of its last day: compare kpi_scorecard with kpi_daily' as message
from last_days
full outer join scorecard
    on
        last_days.metric = scorecard.metric
        and last_days.channel = scorecard.channel
        and last_days.period_type = scorecard.period_type
        and last_days.period_start_date = scorecard.period_start_date
where last_days.metric_value is distinct from scorecard.metric_value
