-- The backlog is made of a running sum. Counted the other way, the conversations that had been
-- opened and not closed by the end of the last day are as many; each conversation starts once.
with

daily as (
    select * from {{ ref('kpi_backlog_daily') }}
),

openings as (
    select * from {{ ref('int_conversations_opened') }}
),

last_days as (
    select
        source_system,
        channel,
        max(backlog_date) as backlog_date,
        sum(started_count) as started_count
    from daily
    group by source_system, channel
),

standing as (
    select
        last_days.source_system,
        last_days.channel,
        last_days.backlog_date,
        last_days.started_count,
        count(distinct case
            when
                openings.closed_date is null or openings.closed_date > last_days.backlog_date
                then openings.conversation_key
        end) as standing_count,
        count(distinct openings.conversation_key) as conversation_count
    from last_days
    inner join openings
        on
            last_days.source_system = openings.source_system
            and last_days.channel = openings.channel
            and last_days.backlog_date >= openings.opened_date
    group by
        last_days.source_system,
        last_days.channel,
        last_days.backlog_date,
        last_days.started_count
)

select
    standing.*,
    daily.backlog_count,
    standing.source_system || ', ' || standing.channel || ' on '
    || cast(standing.backlog_date as string) || ': the backlog is ' || daily.backlog_count
    || ', and ' || standing.standing_count || ' conversations stand open: see '
    || 'int_backlog_counted' as message
from standing
inner join daily
    on
        standing.source_system = daily.source_system
        and standing.channel = daily.channel
        and standing.backlog_date = daily.backlog_date
where
    standing.standing_count <> daily.backlog_count
    or standing.conversation_count <> standing.started_count
