with

audits as (
    {{ current_records(ref('land_zendesk__ticket_audits')) }}
),

events as (
    select
        source_system,
        source_instance,
        ticket_id,
        created_at,
        {{ exploded('events', 'event') }}
    from audits
),

final as (
    select
        source_system,
        source_instance,
        ticket_id,
        event['value'] as assignee_id,
        min(created_at) as first_assigned_at
    from events
    where
        event['field_name'] = 'assignee_id'
        and event['type'] in ('Create', 'Change')
        and event['value'] is not null
    group by source_system, source_instance, ticket_id, event['value']
)

select * from final
