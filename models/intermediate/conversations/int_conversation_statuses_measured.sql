-- Solves, reopenings and handoffs up to the end of the window.
with

resolved as (
    select * from {{ ref('int_conversations_resolved') }}
),

events as (
    select * from {{ ref('int_conversation_events_merged') }}
),

conversations as (
    select * from {{ ref('int_conversations') }}
),

systems as (
    select * from {{ ref('int_conversation_systems_profiled') }}
),

rolled_up as (
    select
        events.conversation_key,
        max(case when events.event_type in ('solved', 'closed') then events.event_at end)
            as last_solved_at,
        count(case when events.event_type = 'reopened' then 1 end) as reopening_count,
        max(case when events.event_type = 'handoff_requested' then events.event_at end)
            as last_handoff_event_at
    from events
    inner join resolved
        on events.conversation_key = resolved.conversation_key
    where events.event_at <= resolved.cutoff_at and not events.is_idle_reopening
    group by events.conversation_key
),

known_solves as (
    select distinct conversation_key
    from events
    where event_type in ('solved', 'closed')
),

-- Where no time is known, the status at the time of the export is all there is.
final as (
    select
        resolved.conversation_key,
        coalesce(systems.is_status_kept, false) as is_status_kept,
        case
            when not coalesce(systems.is_status_kept, false) then null
            when rolled_up.last_solved_at is not null then true
            when known_solves.conversation_key is not null then false
            {%- if var('as_of', none) %}
            -- The status is newer than the time asked for: solved, but not by then.
            when systems.keeps_solve_times then false
            {%- endif %}
            else coalesce(conversations.status in ('solved', 'closed'), false)
        end as is_solved,
        case
            when not coalesce(systems.is_status_kept, false) then null
            when systems.has_status_events then coalesce(rolled_up.reopening_count, 0) > 0
            else conversations.reopen_count > 0
        end as is_reopened,
        rolled_up.last_solved_at,
        rolled_up.last_handoff_event_at
    from resolved
    inner join conversations
        on resolved.conversation_key = conversations.conversation_key
    left join systems
        on
            conversations.source_system = systems.source_system
            and conversations.source_instance = systems.source_instance
    left join rolled_up
        on resolved.conversation_key = rolled_up.conversation_key
    left join known_solves
        on resolved.conversation_key = known_solves.conversation_key
)

select * from final
