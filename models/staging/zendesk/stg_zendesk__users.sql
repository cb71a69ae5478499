with

users as (
    {{ current_records(ref('land_zendesk__users')) }}
),

final as (
    select
        source_system,
        source_instance,
        id as user_id,
        external_id,
        default_group_id,
        name,
        email,
        phone,
        role,
        coalesce(suspended, false) as is_suspended,
        created_at
    from users
)

select * from final
