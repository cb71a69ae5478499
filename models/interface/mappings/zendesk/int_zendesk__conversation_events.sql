with

changes as (
    select * from {{ ref('stg_zendesk__ticket_status_changes') }}
),

merged_tickets as (
    select * from {{ ref('int_zendesk__tickets_merged') }}
    where merged_at is not null
),

-- Audits alone are a history. The last solve that the metrics know is the conversation's own.
from_audits as (
    select
        source_system,
        source_instance,
        status_change_id as event_id,
        ticket_id as conversation_id,
        case
            when is_solve_unseen then null
            when status in ('solved', 'closed') then status
            when
                previous_status in ('solved', 'closed')
                and status in ('new', 'open', 'pending', 'hold')
                then 'reopened'
        end as event_type,
        changed_at as event_at
    from changes
),

from_merged_tickets as (
    select
        source_system,
        source_instance,
        'merged-' || ticket_id as event_id,
        ticket_id as conversation_id,
        'merged' as event_type,
        merged_at as event_at
    from merged_tickets
),

unioned as (
    select * from from_audits
    where event_type is not null
    union all
    select * from from_merged_tickets
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'event_id']) }}
            as conversation_event_key,
        {{ surrogate_key(['source_system', 'source_instance', 'conversation_id']) }}
            as conversation_key,
        source_system,
        source_instance,
        event_id,
        conversation_id,
        event_type,
        event_at
    from unioned
)

select * from final
