with

contacts as (
    select * from {{ ref('stg_intercom__contacts') }}
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'contact_id']) }}
            as customer_record_key,
        source_system,
        source_instance,
        contact_id as customer_id,
        external_id,
        email,
        phone,
        country_code,
        cast(null as string) as attributes,
        coalesce(role, 'visitor') <> 'user'
        and email is null
        and phone is null
        and external_id is null as is_anonymous,
        created_at
    from contacts
)

select * from final
