with

admins as (
    {{ current_records(ref('land_intercom__admins')) }}
),

final as (
    select
        source_system,
        source_instance,
        id as admin_id,
        type as admin_type,
        name,
        {{ json_array_text('team_ids') }} as team_ids,
        coalesce(has_inbox_seat, false) as has_inbox_seat
    from admins
)

select * from final
