-- The wide mart has a column for what the long one has a row: summed over handlers, numerator and
-- denominator of a metric must be the same in both, and its value the one divided by the other.
{%- set counted = ['int_conversations_counted', 'int_turns_counted'] %}
with

support as (
    select * from {{ ref('kpi_support_daily') }}
),

daily as (
    select * from {{ ref('kpi_daily') }}
),

shown as (
    {%- for model_name in counted %}
    {%- for metric in metrics_counted_in(model_name)
        if metric.kind not in ('count', 'stock', 'percentile') %}
    select
        '{{ metric.name }}' as metric,
        channel,
        sum({{ metric.name }}_numerator) as numerator,
        sum({{ metric.name }}_denominator) as denominator,
        count(
            case
                when {{ metric.name }} is distinct from {{ ratio(
                    metric.name ~ '_numerator', metric.name ~ '_denominator'
                ) }}
                    then 1
            end
        ) as misdivided_count,
        started_date as metric_date
    from support
    group by channel, started_date
    union all
    {%- endfor %}
    {%- endfor %}
    select
        cast(null as string) as metric,
        cast(null as string) as channel,
        cast(null as decimal(28, 6)) as numerator,
        cast(null as decimal(28, 6)) as denominator,
        0 as misdivided_count,
        cast(null as date) as metric_date
    where false
)

select
    shown.*,
    daily.numerator as daily_numerator,
    daily.denominator as daily_denominator,
    shown.metric || ' of ' || shown.channel || ' on ' || cast(shown.metric_date as string)
    || ' differs between kpi_support_daily and kpi_daily: both must sum the same components '
    || 'model' as message
from shown
left join daily
    on
        shown.metric = daily.metric
        and shown.channel = daily.channel
        and shown.metric_date = daily.metric_date
where
    shown.numerator <> coalesce(daily.numerator, 0)
    or shown.denominator <> coalesce(daily.denominator, 0)
    or shown.misdivided_count > 0
