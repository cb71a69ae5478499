with

tickets as (
    {{ current_records(ref('land_zendesk__tickets')) }}
),

final as (
    select
        source_system,
        source_instance,
        id as ticket_id,
        requester_id,
        submitter_id,
        assignee_id,
        via_channel,
        via_source_rel,
        via_from_address,
        subject,
        case
            when status in ('new', 'open') then 'open'
            when status in ('pending', 'hold') then 'pending'
            when status in ('solved', 'closed') then status
        end as status,
        {{ json_array_text('tags') }} as tags,
        created_at
    from tickets
)

select * from final
