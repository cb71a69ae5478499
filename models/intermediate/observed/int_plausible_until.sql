with

events as (
    select * from {{ ref('int_events_dated') }}
),

days as (
    select
        event_date,
        sum(event_count) as event_count,
        max(last_event_at) as last_event_at
    from events
    group by event_date
),

-- A new stretch of days begins where nothing at all happened for longer than as_of_max_gap_days.
stretch_starts as (
    select
        *,
        case
            when
                lag(event_date) over (order by event_date)
                >= event_date - {{ var('as_of_max_gap_days') }}
                then 0
            else 1
        end as is_start
    from days
),

numbered_stretches as (
    select
        *,
        sum(is_start) over (
            order by event_date rows between unbounded preceding and current row
        ) as stretch_number
    from stretch_starts
),

stretches as (
    select
        stretch_number,
        sum(event_count) as event_count,
        max(last_event_at) as last_event_at
    from numbered_stretches
    group by stretch_number
),

ranked_stretches as (
    select
        *,
        sum(event_count) over () as all_event_count,
        first_value(stretch_number) over (
            order by event_count desc, stretch_number asc
            rows between unbounded preceding and unbounded following
        ) as main_stretch_number
    from stretches
),

-- A few events far after everything else are typing errors, not news; a shop that came back after
-- years soon has more than ten, and more than one in a hundred of all.
final as (
    select max(last_event_at) as plausible_until
    from ranked_stretches
    where
        stretch_number <= main_stretch_number
        or (event_count > 10 and event_count >= 0.01 * all_event_count)
)

select * from final
