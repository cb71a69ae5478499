with

customers as (
    {{ current_records(ref('land_generic__customers')) }}
),

final as (
    select
        source_system,
        source_instance,
        customer_id,
        external_id,
        email,
        phone,
        country_code,
        cast(attributes as string) as attributes,
        created_at
    from customers
)

select * from final
