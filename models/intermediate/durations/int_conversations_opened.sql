-- Whether a conversation waits in the queue, over time. A helpdesk's own status says so, where it
-- is kept with its times. Elsewhere it is over when help came, else when its window ended.
with

scoped as (
    select * from {{ ref('int_conversations_scoped') }}
    where is_in_scope
),

conversations as (
    select * from {{ ref('int_conversations') }}
),

kept as (
    select * from {{ ref('int_conversations_profiled') }}
),

observed as (
    select * from {{ ref('int_instances_observed') }}
    where record_kind = 'messages'
),

resolved as (
    select * from {{ ref('int_conversations_resolved') }}
),

events as (
    select * from {{ ref('int_conversation_events_merged') }}
),

messages as (
    select * from {{ ref('int_messages_sequenced') }}
),

rolled_up as (
    select
        conversation_key,
        max(case when event_type in ('solved', 'closed') then event_at end) as last_closed_at
    from events
    group by conversation_key
),

-- `has_undated_end`: no status is kept of it, or it says solved, or what nobody knows, and no time
-- is told. (As of a past time a status is newer than that, unless no times are kept at all.)
profiled as (
    select
        scoped.conversation_key,
        scoped.source_system,
        scoped.channel,
        scoped.started_at,
        rolled_up.last_closed_at,
        coalesce(conversations.status in ('solved', 'closed'), false) as is_closed_at_export,
        not kept.is_status_kept
        or (
            coalesce(conversations.status in ('solved', 'closed', 'unknown'), false)
            and rolled_up.last_closed_at is null
            {%- if var('as_of', none) %}
            and not kept.is_solve_time_kept
            {%- endif %}
        ) as has_undated_end,
        resolved.has_standing_attempt,
        resolved.resolution_point_at,
        resolved.cutoff_at,
        observed.observed_until
    from scoped
    inner join conversations
        on scoped.conversation_key = conversations.conversation_key
    inner join resolved
        on scoped.conversation_key = resolved.conversation_key
    inner join observed
        on
            scoped.source_system = observed.source_system
            and scoped.source_instance = observed.source_instance
    inner join kept
        on scoped.conversation_key = kept.conversation_key
    left join rolled_up
        on scoped.conversation_key = rolled_up.conversation_key
),

dated as (
    select
        events.conversation_key,
        case when events.event_type = 'reopened' then 'reopened' else 'closed' end as happening,
        events.event_at as happened_at
    from profiled
    inner join events
        on profiled.conversation_key = events.conversation_key
    where not profiled.has_undated_end and events.event_type in ('solved', 'closed', 'reopened')
),

-- Some helpdesks do not date that a request opened a conversation again. A later close says that
-- it did; without one, a status that says closed says that it did not.
asked_again as (
    select
        messages.conversation_key,
        'reopened' as happening,
        messages.sent_at as happened_at
    from profiled
    inner join messages
        on profiled.conversation_key = messages.conversation_key
    where
        not profiled.has_undated_end
        and messages.message_kind in ('request', 'acceptance')
        {%- if not var('as_of', none) %}
        and (not profiled.is_closed_at_export or messages.sent_at < profiled.last_closed_at)
        {%- endif %}
),

undated as (
    select
        conversation_key,
        'closed' as happening,
        case
            when has_standing_attempt then greatest(resolution_point_at, started_at)
            else cutoff_at
        end as happened_at
    from profiled
    where has_undated_end
),

started as (
    select
        conversation_key,
        'started' as happening,
        started_at as happened_at
    from profiled
),

combined as (
    select * from started
    union all
    select * from dated
    union all
    select * from asked_again
    union all
    select * from undated
),

seen as (
    select
        combined.*,
        combined.happening <> 'closed' as is_open,
        case combined.happening when 'started' then 0 when 'reopened' then 1 else 2 end
            as happening_order
    from combined
    inner join profiled
        on combined.conversation_key = profiled.conversation_key
    where
        combined.happened_at >= profiled.started_at
        and combined.happened_at <= profiled.observed_until
),

-- What is opened and closed in the same moment ends closed.
followed as (
    select
        *,
        lag(is_open) over (
            partition by conversation_key order by happened_at, happening_order
        ) as was_open
    from seen
),

-- What changes nothing is left out: opened, closed, opened, closed ...
changed as (
    select * from followed
    where was_open is null or is_open <> was_open
),

stretches as (
    select
        conversation_key,
        is_open,
        happening_order,
        happened_at as opened_at,
        lead(happened_at) over (
            partition by conversation_key order by happened_at, happening_order
        ) as closed_at
    from changed
),

final as (
    select
        stretches.conversation_key,
        profiled.source_system,
        profiled.channel,
        cast(row_number() over (
            partition by stretches.conversation_key
            order by stretches.opened_at, stretches.happening_order
        ) as integer) as opening_number,
        {{ local_date('stretches.opened_at') }} as opened_date,
        {{ local_date('stretches.closed_at') }} as closed_date,
        stretches.opened_at,
        stretches.closed_at
    from stretches
    inner join profiled
        on stretches.conversation_key = profiled.conversation_key
    where stretches.is_open
)

select * from final
