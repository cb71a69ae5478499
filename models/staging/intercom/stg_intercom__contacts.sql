with

contacts as (
    {{ current_records(ref('land_intercom__contacts')) }}
),

final as (
    select
        source_system,
        source_instance,
        id as contact_id,
        external_id,
        role,
        email,
        phone,
        country_code,
        created_at
    from contacts
)

select * from final
