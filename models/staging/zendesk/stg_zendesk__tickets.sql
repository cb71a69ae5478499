with

tickets as (
    {{ current_records(ref('land_zendesk__tickets')) }}
),

-- A mark of a version that is later than the time asked for is not known as of then.
dated as (
    select
        *,
        coalesce({{ is_visible('record_version_at') }}, true) as is_of_the_time
    from tickets
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
            when status is not null then 'unknown'
        end as status,
        case when is_of_the_time then {{ json_array_text('tags') }} end as tags,
        created_at
    from dated
)

select * from final
