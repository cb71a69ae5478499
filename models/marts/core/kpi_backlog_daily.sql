-- What came in, what was closed, what was left at the end of the day. Each opening and closing is
-- counted once on its day and summed up over the calendar.
with

openings as (
    select * from {{ ref('int_conversations_opened') }}
),

instances as (
    select * from {{ ref('int_instances_observed') }}
    where record_kind = 'messages'
),

observed_until as (
    select * from {{ ref('int_observed_until') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

-- The day of the newest event is not over. Systems of which any instance is live end on the same
-- day, so that their sum is of one moment; one that is retired altogether ends on its own.
ends as (
    select
        instances.source_system,
        max({{ local_date(
            'least(instances.observed_until, observed_until.conversations_observed_until)'
        ) }}) as unfinished_date
    from instances
    cross join observed_until
    group by instances.source_system
),

spans as (
    select
        source_system,
        channel,
        min(opened_date) as first_date
    from openings
    group by source_system, channel
),

days as (
    select
        spans.source_system,
        spans.channel,
        dates.date_day as backlog_date
    from spans
    inner join ends
        on spans.source_system = ends.source_system
    inner join dates
        on
            spans.first_date <= dates.date_day
            and ends.unfinished_date > dates.date_day
),

opened as (
    select
        source_system,
        channel,
        opened_date,
        count(case when opening_number = 1 then 1 end) as started_count,
        count(case when opening_number > 1 then 1 end) as reopened_count
    from openings
    group by source_system, channel, opened_date
),

closed as (
    select
        source_system,
        channel,
        closed_date,
        count(*) as closed_count
    from openings
    where closed_date is not null
    group by source_system, channel, closed_date
),

counted as (
    select
        days.source_system,
        days.channel,
        days.backlog_date,
        coalesce(opened.started_count, 0) as started_count,
        coalesce(opened.reopened_count, 0) as reopened_count,
        coalesce(opened.started_count + opened.reopened_count, 0) as opened_count,
        coalesce(closed.closed_count, 0) as closed_count
    from days
    left join opened
        on
            days.source_system = opened.source_system
            and days.channel = opened.channel
            and days.backlog_date = opened.opened_date
    left join closed
        on
            days.source_system = closed.source_system
            and days.channel = closed.channel
            and days.backlog_date = closed.closed_date
),

final as (
    select
        source_system,
        channel,
        started_count,
        reopened_count,
        opened_count,
        closed_count,
        cast(sum(opened_count - closed_count) over (
            partition by source_system, channel
            order by backlog_date
            rows between unbounded preceding and current row
        ) as bigint) as backlog_count,
        backlog_date
    from counted
)

select * from final
