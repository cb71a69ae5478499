-- How far the exports of an instance see, told of each kind of record by itself.
with

events as (
    select * from {{ ref('int_events_dated') }}
),

plausible as (
    select * from {{ ref('int_plausible_until') }}
),

believed as (
    select
        events.*,
        bool_or(events.evidence = 'direct') over (
            partition by events.source_system, events.source_instance, events.record_kind
        ) as has_direct_evidence,
        max(case when events.evidence <> 'scheduled' then events.last_event_at end) over (
            partition by events.source_system, events.source_instance
        ) as last_happened_at,
        max(case when events.evidence <> 'scheduled' then events.last_event_at end) over ()
            as last_happened_anywhere_at
    from events
    cross join plausible
    where events.last_event_at <= plausible.plausible_until
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
        max(booked_until) as booked_until
    from bounded
    group by source_system, source_instance, record_kind
),

-- Where all of it is booked ahead, nothing of it was seen, up to the newest of everything else.
seen as (
    select
        source_system,
        source_instance,
        record_kind,
        {% if var('as_of', none) -%}
        least(coalesce(last_event_at, booked_until), timestamp '{{ var("as_of") }}')
        {%- else -%}
        coalesce(last_event_at, booked_until)
        {%- endif %} as observed_until
    from dated
),

-- Said against its own kind: the newest of a kind is never retired, nor is the only one.
final as (
    select
        source_system,
        source_instance,
        record_kind,
        {{ add_days('observed_until', var('retired_after_days')) }}
        < max(observed_until) over (partition by record_kind) as is_retired,
        observed_until
    from seen
)

select * from final
