-- Whoever sums the channels of a day, week or month must get what stands for all of them, for every
-- metric that adds up. What stands open does too: a week or month ends for all channels on one day.
with

definitions as (
    select * from {{ ref('kpi_definitions') }}
    where is_additive or kind = 'stock'
),

united as (
    select
        metric,
        'day' as period_type,
        channel,
        numerator,
        denominator,
        metric_date as period_start_date
    from {{ ref('kpi_daily') }}
    union all
    select
        metric,
        period_type,
        channel,
        numerator,
        denominator,
        period_start_date
    from {{ ref('kpi_scorecard') }}
),

metrics_by_channel as (
    select distinct united.metric
    from united
    inner join definitions on united.metric = definitions.metric
    where united.channel <> '(all)'
),

summed as (
    select
        united.metric,
        united.period_type,
        united.period_start_date,
        sum(case when united.channel <> '(all)' then united.numerator else 0 end)
            as numerator_of_channels,
        sum(case when united.channel = '(all)' then united.numerator else 0 end)
            as numerator_of_all,
        sum(case when united.channel <> '(all)' then united.denominator else 0 end)
            as denominator_of_channels,
        sum(case when united.channel = '(all)' then united.denominator else 0 end)
            as denominator_of_all
    from united
    inner join metrics_by_channel on united.metric = metrics_by_channel.metric
    group by united.metric, united.period_type, united.period_start_date
)

select
    *,
    metric || ' of the ' || period_type || ' from ' || cast(period_start_date as string)
    || ': the channels do not add up to (all): look for rows without a channel in its components '
    || 'model, and for what int_metrics_by_period leaves out of either' as message
from summed
where
    numerator_of_channels <> numerator_of_all
    or denominator_of_channels <> denominator_of_all
