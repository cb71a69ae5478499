with

parts as (
    select * from {{ ref('int_intercom__parts_classified') }}
),

authors as (
    select * from {{ ref('int_intercom__authors_classified') }}
),

-- A conversation is opened more often than it was closed: only the first opening after a close is
-- a reopening. What the customer writes after a close opens it, and leaves no other part.
state_changes as (
    select
        *,
        lag(part_type) over (
            partition by source_instance, conversation_id order by part_sequence, part_id
        ) as previous_part_type
    from parts
    where
        part_type in ('close', 'open', 'assign_and_reopen', 'note_and_reopen')
        or (author_role = 'customer' and is_message and is_public)
),

state_events as (
    select
        source_system,
        source_instance,
        part_id,
        conversation_id,
        case when part_type = 'close' then 'closed' else 'reopened' end as event_type,
        created_at
    from state_changes
    where part_type = 'close' or previous_part_type = 'close'
),

-- Rules assign too, before anybody wrote. It is a handoff if the bot had written to the customer.
bot_spoke as (
    select
        *,
        coalesce(
            max(case when author_role = 'bot' and is_message and is_public then 1 end) over (
                partition by source_instance, conversation_id
                order by part_sequence, part_id
                rows between unbounded preceding and current row
            ) = 1,
            false
        ) as has_bot_spoken
    from parts
),

handoffs as (
    select
        bot_spoke.source_system,
        bot_spoke.source_instance,
        bot_spoke.part_id,
        bot_spoke.conversation_id,
        'handoff_requested' as event_type,
        bot_spoke.created_at
    from bot_spoke
    left join authors
        on
            bot_spoke.source_instance = authors.source_instance
            and bot_spoke.assigned_to_id = authors.author_id
    where
        bot_spoke.author_role = 'bot'
        and bot_spoke.has_bot_spoken
        and bot_spoke.assigned_to_type in ('admin', 'team')
        and authors.author_role is distinct from 'bot'
),

unioned as (
    select * from state_events
    union all
    select * from handoffs
),

final as (
    select
        {{ surrogate_key([
            'source_system', 'source_instance', 'conversation_id', 'event_type', 'part_id',
        ]) }} as conversation_event_key,
        {{ surrogate_key(['source_system', 'source_instance', 'conversation_id']) }}
            as conversation_key,
        source_system,
        source_instance,
        event_type || '-' || part_id as event_id,
        conversation_id,
        event_type,
        created_at as event_at
    from unioned
)

select * from final
