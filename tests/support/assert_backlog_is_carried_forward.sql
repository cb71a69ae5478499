-- The backlog is a stock: today's is yesterday's, plus what was opened, less what was closed, and
-- no day is missing between. If not, the curve a director looks at has a jump nobody caused.
with

daily as (
    select
        *,
        lag(backlog_count) over (
            partition by source_system, channel order by backlog_date
        ) as previous_backlog_count,
        lag(backlog_date) over (
            partition by source_system, channel order by backlog_date
        ) as previous_date
    from {{ ref('kpi_backlog_daily') }}
)

select
    *,
    source_system || ', ' || channel || ' on ' || cast(backlog_date as string)
    || ': the backlog is not that of the day before, plus what was opened, less what was '
    || 'closed: see int_backlog_counted' as message
from daily
where
    backlog_count <> coalesce(previous_backlog_count, 0) + opened_count - closed_count
    or 1
    <> {{ dbt.datediff('previous_date', 'backlog_date', 'day') }}
