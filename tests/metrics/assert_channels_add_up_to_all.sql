-- Whoever sums the channels of an additive metric must get what stands for all of them.
with

daily as (
    select daily.*
    from {{ ref('kpi_daily') }} as daily
    inner join {{ ref('kpi_definitions') }} as definitions on daily.metric = definitions.metric
    where definitions.is_additive
),

metrics_by_channel as (
    select distinct metric
    from daily
    where channel <> '(all)'
),

summed as (
    select
        daily.metric,
        daily.metric_date,
        sum(case when daily.channel <> '(all)' then daily.numerator else 0 end)
            as numerator_of_channels,
        sum(case when daily.channel = '(all)' then daily.numerator else 0 end) as numerator_of_all,
        sum(case when daily.channel <> '(all)' then daily.denominator else 0 end)
            as denominator_of_channels,
        sum(case when daily.channel = '(all)' then daily.denominator else 0 end)
            as denominator_of_all
    from daily
    inner join metrics_by_channel on daily.metric = metrics_by_channel.metric
    group by daily.metric, daily.metric_date
)

select
    *,
    metric || ' on ' || cast(metric_date as string)
    || ': the channels of kpi_daily do not add '
    || 'up to (all): look for rows without a channel in its components model' as message
from summed
where
    numerator_of_channels <> numerator_of_all
    or denominator_of_channels <> denominator_of_all
