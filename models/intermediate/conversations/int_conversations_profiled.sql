-- What an export keeps is read from what it holds, conversation by conversation: one instance may
-- hold a helpdesk that keeps status and a chat that does not. A status or a dated solve of its own
-- settles it. A conversation that has neither keeps none where others of its instance and channel
-- have a status, for who keeps one keeps it of what is open, too; where no status is exported at
-- all, a solve of another one says that they are dated, and that this one is not solved.
with

conversations as (
    select * from {{ ref('int_conversations') }}
),

dated as (
    select distinct conversation_key
    from {{ ref('int_conversation_events') }}
    where event_type in ('solved', 'closed', 'reopened')
),

marked as (
    select
        conversations.conversation_key,
        conversations.source_system,
        conversations.source_instance,
        conversations.channel,
        conversations.status is not null as has_status,
        conversations.status in ('solved', 'closed', 'unknown') as is_perhaps_closed,
        conversations.status in ('solved', 'closed') as is_closed_at_export,
        conversations.solved_at is not null or conversations.closed_at is not null as has_end,
        dated.conversation_key is not null as has_events
    from conversations
    left join dated
        on conversations.conversation_key = dated.conversation_key
),

compared as (
    select
        *,
        has_end or has_events as has_dates,
        bool_or(has_status) over (
            partition by source_system, source_instance, channel
        ) as has_channel_statuses,
        bool_or(has_end or has_events) over (
            partition by source_system, source_instance, channel
        ) as has_channel_dates,
        bool_or(has_events) over (
            partition by source_system, source_instance, channel
        ) as has_channel_events
    from marked
),

decided as (
    select
        *,
        has_status
        or has_dates
        or (has_channel_dates and not has_channel_statuses) as is_status_kept
    from compared
),

-- A conversation that is solved, or may be, at an unknown time is one of which no time is
-- kept. As of a time in the past, it is one that was solved later. One that is solved, and of which
-- no change is among those that are exported, is older than they are: its history is not told.
final as (
    select
        conversation_key,
        is_status_kept,
        is_status_kept and has_channel_dates
        {%- if not var('as_of', none) %}
        and (has_dates or not coalesce(is_perhaps_closed, false))
        {%- endif %} as is_solve_time_kept,
        is_status_kept and has_channel_events
        {%- if not var('as_of', none) %}
        and (has_events or not coalesce(is_closed_at_export, false))
        {%- endif %} as has_status_events,
        {%- if var('as_of', none) %}
        false as has_undated_solve
        {%- else %}
        is_status_kept
        and has_channel_dates
        and not has_dates
        and coalesce(is_closed_at_export, false) as has_undated_solve
        {%- endif %}
    from decided
)

select * from final
