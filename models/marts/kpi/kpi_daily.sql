-- Every metric of the semantic layer in one long table, by day and channel, and over all channels.
with

metrics as (
    select * from {{ ref('int_metrics_by_period') }}
    where period_type = 'day'
),

final as (
    select
        metric,
        channel,
        numerator,
        denominator,
        metric_value,
        period_start_date as metric_date
    from metrics
)

select * from final
