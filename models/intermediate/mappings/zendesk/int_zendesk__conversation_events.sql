with

changes as (
    select * from {{ ref('stg_zendesk__ticket_status_changes') }}
),

metrics as (
    select * from {{ ref('stg_zendesk__ticket_metrics') }}
),

merged_tickets as (
    select * from {{ ref('int_zendesk__tickets_merged') }}
),

from_audits as (
    select
        source_system,
        source_instance,
        status_change_id as event_id,
        ticket_id as conversation_id,
        case
            when status in ('solved', 'closed') then status
            when
                previous_status in ('solved', 'closed')
                and status in ('new', 'open', 'pending', 'hold')
                then 'reopened'
        end as event_type,
        changed_at as event_at
    from changes
),

-- Without an audit that says it, the metrics still know the last solve.
from_metrics as (
    select
        metrics.source_system,
        metrics.source_instance,
        'solved-' || metrics.ticket_id as event_id,
        metrics.ticket_id as conversation_id,
        'solved' as event_type,
        metrics.solved_at as event_at
    from metrics
    left join from_audits
        on
            metrics.source_instance = from_audits.source_instance
            and metrics.ticket_id = from_audits.conversation_id
            and from_audits.event_type in ('solved', 'closed')
    where
        metrics.solved_at is not null
        and from_audits.event_id is null
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
    select * from from_metrics
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
