with

customers as (
    {{ current_records(ref('land_shopify__customers')) }}
),

final as (
    select
        source_system,
        source_instance,
        id as customer_id,
        multipass_identifier as external_id,
        email,
        coalesce(phone, address_phone) as phone,
        address_country_code as country_code,
        created_at
    from customers
)

select * from final
