with

customers as (
    select * from {{ ref('stg_shopify__customers') }}
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'customer_id']) }}
            as customer_record_key,
        source_system,
        source_instance,
        customer_id,
        external_id,
        email,
        phone,
        country_code,
        cast(null as string) as attributes,
        email is null and phone is null and external_id is null as is_anonymous,
        created_at
    from customers
)

select * from final
