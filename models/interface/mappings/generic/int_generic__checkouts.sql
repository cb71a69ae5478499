with

checkouts as (
    select * from {{ ref('stg_generic__checkouts') }}
),

named as (
    {{ of_named_persons('checkouts') }}
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'checkout_id']) }} as checkout_key,
        {{ customer_record_key('person_id', 'checkout', 'checkout_id') }} as customer_record_key,
        source_system,
        source_instance,
        checkout_id,
        cart_token,
        person_id as customer_id,
        customer_email,
        upper(currency_code) as currency_code,
        device_type,
        cart_amount,
        created_at,
        completed_at
    from named
)

select * from final
