with

audits as (
    {{ current_records(ref('land_zendesk__ticket_audits')) }}
),

events as (
    select
        source_system,
        source_instance,
        ticket_id,
        author_id,
        via_channel,
        created_at,
        {{ exploded('events', 'event') }}
    from audits
),

final as (
    select
        source_system,
        source_instance,
        event['id'] as status_change_id,
        ticket_id,
        author_id,
        via_channel,
        event['previous_value'] as previous_status,
        event['value'] as status,
        created_at as changed_at
    from events
    where
        event['field_name'] = 'status'
        and event['type'] in ('Create', 'Change')
)

select * from final
