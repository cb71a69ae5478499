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

final as (
    select distinct
        merged.surviving_conversation_key as conversation_key,
        all_events.event_type,
        all_events.event_at
    from all_events
    inner join merged
        on all_events.conversation_key = merged.conversation_key
    where not merged.is_merged or all_events.event_type = 'handoff_requested'
)

select * from final
