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

changes as (
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
),

-- An automation puts away what was solved weeks before. Where that solve is not in the history, the
-- close is not its time.
final as (
    select
        *,
        coalesce(
            status = 'closed'
            and previous_status = 'solved'
            and max(case when status = 'solved' then 1 end) over (
                partition by source_instance, ticket_id
                order by changed_at, status_change_id
                rows between unbounded preceding and current row
            ) is null,
            false
        ) as is_solve_unseen
    from changes
)

select * from final
