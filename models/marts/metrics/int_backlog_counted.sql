-- Conversations open at the end of a day. They add up over channels and systems, not over days.
with

days as (
    select * from {{ ref('kpi_backlog_daily') }}
),

final as (
    select
        source_system,
        channel,
        backlog_count as backlog,
        backlog_date as metric_date
    from days
)

select * from final
