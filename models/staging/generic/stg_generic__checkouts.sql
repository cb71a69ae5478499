with

checkouts as (
    {{ current_records(ref('land_generic__checkouts')) }}
),

final as (
    select
        source_system,
        source_instance,
        checkout_id,
        customer_id,
        cart_token,
        customer_email,
        currency_code,
        device_type,
        cart_amount,
        created_at,
        {{ visible('completed_at') }} as completed_at
    from checkouts
)

select * from final
