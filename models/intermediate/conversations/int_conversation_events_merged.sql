-- Solves, closes, reopenings and handoffs of the conversations that stand. A merge closes the
-- ticket it empties: that solves nothing, so of a merged conversation only its handoffs remain.
with

conversations as (
    select * from {{ ref('int_conversations') }}
),

exported_events as (
    select * from {{ ref('int_conversation_events') }}
),

merged as (
    select * from {{ ref('int_conversations_merged') }}
),

messages as (
    select * from {{ ref('int_messages_classified') }}
),

-- Where only the last solve and close are exported, they are events like any other.
all_events as (
    select
        conversation_key,
        event_type,
        event_at
    from exported_events
    where event_type in ('solved', 'closed', 'reopened', 'handoff_requested')

    union all

    select
        conversation_key,
        'solved' as event_type,
        solved_at as event_at
    from conversations
    where solved_at is not null

    union all

    select
        conversation_key,
        'closed' as event_type,
        closed_at as event_at
    from conversations
    where closed_at is not null
),

events as (
    select distinct
        merged.surviving_conversation_key as conversation_key,
        all_events.event_type,
        all_events.event_at
    from all_events
    inner join merged
        on all_events.conversation_key = merged.conversation_key
    where not merged.is_merged or all_events.event_type = 'handoff_requested'
),

reopened as (
    select * from events
    where event_type = 'reopened'
),

reopened_conversations as (
    select distinct conversation_key
    from reopened
),

timeline as (
    select
        messages.conversation_key,
        0 as is_event,
        messages.message_position,
        messages.sent_at as happened_at
    from messages
    inner join reopened_conversations
        on messages.conversation_key = reopened_conversations.conversation_key

    union all

    select
        conversation_key,
        1 as is_event,
        null as message_position,
        event_at as happened_at
    from reopened
),

preceded as (
    select
        *,
        max(message_position) over (
            partition by conversation_key
            order by happened_at, is_event, message_position
            rows between unbounded preceding and current row
        ) as last_message_position
    from timeline
),

-- A helpdesk reopens a ticket for a word of thanks or an out-of-office reply, too. Nobody asked.
idle as (
    select
        preceded.conversation_key,
        preceded.happened_at as event_at,
        -- Named here and not in the join: a join by equality alone can be hashed.
        'reopened' as event_type
    from preceded
    inner join messages
        on
            preceded.conversation_key = messages.conversation_key
            and preceded.last_message_position = messages.message_position
    where
        preceded.is_event = 1
        and messages.author_role = 'customer'
        and messages.message_kind in ('closing', 'automatic')
),

final as (
    select
        events.conversation_key,
        events.event_type,
        idle.conversation_key is not null as is_idle_reopening,
        events.event_at
    from events
    left join idle
        on
            events.conversation_key = idle.conversation_key
            and events.event_type = idle.event_type
            and events.event_at = idle.event_at
)

select * from final
