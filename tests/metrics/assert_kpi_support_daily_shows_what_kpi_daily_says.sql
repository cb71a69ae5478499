-- Summed over handlers, numerator and denominator are those that `kpi_daily` shows by channel: who
-- answered parts conversations, and neither drops one nor counts it twice.
with

support as (
    select * from {{ ref('kpi_support_daily') }}
),

daily as (
    select daily.*
    from {{ ref('kpi_daily') }} as daily
    inner join {{ ref('kpi_definitions') }} as definitions
        on daily.metric = definitions.metric
    where
        definitions.is_additive
        and daily.channel <> '(all)'
        and definitions.source_model in ('int_conversations_counted', 'int_turns_counted')
),

summed as (
    select
        metric,
        channel,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
        metric_date
    from support
    group by metric, channel, metric_date
)

select
    daily.*,
    summed.numerator as support_numerator,
    summed.denominator as support_denominator,
    daily.metric || ' of ' || daily.channel || ' on ' || cast(daily.metric_date as string)
    || ' differs between kpi_support_daily and kpi_daily: both must sum the same components '
    || 'model' as message
from daily
left join summed
    on
        daily.metric = summed.metric
        and daily.channel = summed.channel
        and daily.metric_date = summed.metric_date
where
    daily.numerator is distinct from summed.numerator
    or daily.denominator is distinct from summed.denominator
