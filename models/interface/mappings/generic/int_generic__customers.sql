with

customers as (
    select * from {{ ref('stg_generic__customers') }}
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
        upper(country_code) as country_code,
        attributes,
        email is null and phone is null and external_id is null as is_anonymous,
        created_at
    from customers
)

select * from final
