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
        via_channel,
        via_source_rel,
        via_from_address,
        subject,
        status,
        {{ json_array_text('tags') }} as tags,
        created_at
    from tickets
)

select * from final
