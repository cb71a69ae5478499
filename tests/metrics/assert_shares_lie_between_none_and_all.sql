-- A share of more than all, or of less than none, is a definition whose numerator counts rows that
-- its denominator does not.
select
    daily.metric,
    daily.metric_date,
    daily.channel,
    daily.numerator,
    daily.denominator,
    daily.metric || ' of ' || daily.channel || ' on ' || cast(daily.metric_date as string)
    || ' is no share between 0 and 1: its numerator counts rows that its denominator does not'
        as message
from {{ ref('kpi_daily') }} as daily
inner join {{ ref('kpi_definitions') }} as definitions on daily.metric = definitions.metric
where
    definitions.kind in ('share', 'distinct_share')
    and (
        daily.numerator < 0
        or daily.numerator > daily.denominator
        or daily.metric_value not between 0 and 1
    )
