-- What a system keeps is read from what it exported: a system without any status keeps none.
with

conversations as (
    select * from {{ ref('int_conversations') }}
),

events as (
    select * from {{ ref('int_conversation_events') }}
    where event_type in ('solved', 'closed', 'reopened')
),

dated as (
    select distinct
        source_system,
        source_instance
    from events
),

rolled_up as (
    select
        source_system,
        source_instance,
        bool_or(status is not null) as has_status,
        bool_or(solved_at is not null or closed_at is not null) as has_solve_time
    from conversations
    group by source_system, source_instance
),

final as (
    select
        rolled_up.source_system,
        rolled_up.source_instance,
        rolled_up.has_status or rolled_up.has_solve_time or dated.source_system is not null
            as is_status_kept,
        rolled_up.has_solve_time or dated.source_system is not null as is_solve_time_kept,
        dated.source_system is not null as has_status_events
    from rolled_up
    left join dated
        on
            rolled_up.source_system = dated.source_system
            and rolled_up.source_instance = dated.source_instance
)

select * from final
