-- How far the exports of an instance see, told of each kind of record by itself.
{#- Fewer events than these are a handful: they move nobody else. #}
{%- set handful = 6 %}

with

events as (
    select * from {{ ref('int_events_dated') }}
),

plausible as (
    select * from {{ ref('int_plausible_until') }}
),

plausible_events as (
    select
        events.*,
        bool_or(events.evidence = 'direct') over (
            partition by events.source_system, events.source_instance, events.record_kind
        ) as has_direct_evidence
    from events
    cross join plausible
    where events.last_event_at <= plausible.plausible_until
),

-- The days on which a kind of record came about in an instance, by what says so there.
days as (
    select
        source_system,
        source_instance,
        record_kind,
        event_date,
        sum(event_count) as event_count,
        max(last_event_at) as last_event_at
    from plausible_events
    where evidence = 'direct' or (evidence = 'indirect' and not has_direct_evidence)
    group by source_system, source_instance, record_kind, event_date
),

counted_days as (
    select
        *,
        min(event_date) over (partition by source_system, source_instance, record_kind)
            as first_date,
        lag(event_date) over (
            partition by source_system, source_instance, record_kind order by event_date
        ) as previous_date,
        row_number() over (
            partition by source_system, source_instance, record_kind order by event_date
        ) - 1 as days_before,
        sum(event_count) over (
            partition by source_system, source_instance, record_kind order by event_date
        ) - event_count as events_before,
        sum(event_count) over (
            partition by source_system, source_instance, record_kind order by event_date desc
        ) as events_from_here
    from days
),

-- Up to where more than a handful of events speak for it.
vouched as (
    select
        source_system,
        source_instance,
        record_kind,
        max(event_date) as vouched_date,
        max(last_event_at) as vouched_until
    from counted_days
    where events_from_here >= {{ handful }}
    group by source_system, source_instance, record_kind
),

kinds as (
    select distinct
        source_system,
        source_instance,
        record_kind
    from days
),

elsewhere as (
    select
        own.source_system,
        own.source_instance,
        own.record_kind,
        max(others.vouched_date) as others_vouched_date
    from kinds as own
    left join vouched as others
        on
            own.source_system <> others.source_system
            or own.source_instance <> others.source_instance
            or own.record_kind <> others.record_kind
    group by own.source_system, own.source_instance, own.record_kind
),

measured_days as (
    select
        counted_days.*,
        elsewhere.others_vouched_date,
        {{ dbt.datediff('counted_days.previous_date', 'counted_days.event_date', 'day') }}
            as gap_days,
        {{ dbt.datediff('counted_days.first_date', 'counted_days.previous_date', 'day') }}
            as days_until_gap
    from counted_days
    inner join elsewhere
        on
            counted_days.source_system = elsewhere.source_system
            and counted_days.source_instance = elsewhere.source_instance
            and counted_days.record_kind = elsewhere.record_kind
),

-- A handful of events, long after all before them: a date that was written wrong, more likely than
-- news. Long is twice as long as an instance is waited for, and ten times its usual silence, if it
-- has a rhythm of its own; or later than all others by more than an instance is waited for. Of few
-- records alone, nobody can tell.
lone_days as (
    select
        source_system,
        source_instance,
        record_kind,
        min(event_date) as lone_from_date
    from measured_days
    where
        gap_days > {{ var('retired_after_days') }}
        and events_from_here < {{ handful }}
        and 4 * events_from_here <= events_before
        and (
            (
                events_before >= 20
                and days_before > 1
                and gap_days > 2 * {{ var('retired_after_days') }}
                and gap_days * (days_before - 1) > 10 * days_until_gap
            )
            or event_date > others_vouched_date + {{ var('retired_after_days') }}
        )
    group by source_system, source_instance, record_kind
),

known as (
    select
        plausible_events.*,
        coalesce(plausible_events.event_date >= lone_days.lone_from_date, false) as is_lone
    from plausible_events
    left join lone_days
        on
            plausible_events.source_system = lone_days.source_system
            and plausible_events.source_instance = lone_days.source_instance
            and plausible_events.record_kind = lone_days.record_kind
),

believed as (
    select
        *,
        max(case when evidence <> 'scheduled' then last_event_at end) over (
            partition by source_system, source_instance
        ) as last_happened_at,
        max(case when evidence <> 'scheduled' then last_event_at end) over ()
            as last_happened_anywhere_at
    from known
    where not is_lone
),

-- What may be booked ahead has come about if anything else of its instance is as new; where
-- nothing else is exported by it, if anything at all is.
bounded as (
    select
        *,
        coalesce(last_happened_at, last_happened_anywhere_at, last_event_at) as booked_until
    from believed
),

dated as (
    select
        source_system,
        source_instance,
        record_kind,
        max(
            case
                when evidence = 'direct' then last_event_at
                when evidence = 'indirect' and not has_direct_evidence then last_event_at
                when evidence = 'scheduled' and event_date <= cast(booked_until as date)
                    then least(last_event_at, booked_until)
            end
        ) as last_event_at,
        sum(event_count) as event_count,
        max(booked_until) as booked_until,
        coalesce(
            min(case when evidence = 'direct' then event_date end), min(event_date)
        ) as first_observed_date
    from bounded
    group by source_system, source_instance, record_kind
),

-- Where all of it is booked ahead, nothing of it was seen, up to the newest of everything else.
seen as (
    select
        source_system,
        source_instance,
        record_kind,
        event_count,
        {% if var('as_of', none) -%}
        least(coalesce(last_event_at, booked_until), timestamp '{{ var("as_of") }}')
        {%- else -%}
        coalesce(last_event_at, booked_until)
        {%- endif %} as observed_until,
        first_observed_date
    from dated
),

lone as (
    select
        source_system,
        source_instance,
        record_kind,
        sum(event_count) as lone_event_count,
        min(event_date) as lone_from_date
    from known
    where
        is_lone
        and (evidence = 'direct' or (evidence = 'indirect' and not has_direct_evidence))
    group by source_system, source_instance, record_kind
),

-- Where nothing but bookings is exported, they speak for themselves if they are many.
compared as (
    select
        seen.*,
        coalesce(
            vouched.vouched_until,
            case when seen.event_count >= {{ handful }} then seen.observed_until end
        ) as vouched_until,
        cast(coalesce(lone.lone_event_count, 0) as bigint) as lone_event_count,
        lone.lone_from_date
    from seen
    left join vouched
        on
            seen.source_system = vouched.source_system
            and seen.source_instance = vouched.source_instance
            and seen.record_kind = vouched.record_kind
    left join lone
        on
            seen.source_system = lone.source_system
            and seen.source_instance = lone.source_instance
            and seen.record_kind = lone.record_kind
),

-- Said against its own kind: the newest of a kind is never retired, nor is the only one; and
-- a handful of events retires nobody.
final as (
    select
        source_system,
        source_instance,
        record_kind,
        lone_event_count,
        coalesce(
            {{ add_days('observed_until', var('retired_after_days')) }}
            < max(
                case
                    when vouched_until < observed_until then vouched_until
                    when vouched_until is not null then observed_until
                end
            ) over (partition by record_kind),
            false
        ) as is_retired,
        first_observed_date,
        lone_from_date,
        observed_until
    from compared
)

select * from final
