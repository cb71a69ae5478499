with

checkouts as (
    select * from {{ ref('stg_generic__checkouts') }}
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'checkout_id']) }} as checkout_key,
        {{ customer_record_key('customer_id', 'checkout', 'checkout_id') }} as customer_record_key,
        source_system,
        source_instance,
        checkout_id,
        cart_token,
        customer_id,
        customer_email,
        upper(currency_code) as currency_code,
        device_type,
        cart_amount,
        created_at,
        completed_at
    from checkouts
)

select * from final
