with

orders as (
    {{ current_records(ref('land_generic__orders')) }}
),

final as (
    select
        source_system,
        source_instance,
        order_id,
        customer_id,
        exchange_of_order_id,
        customer_email,
        customer_phone,
        currency_code,
        sales_channel,
        status,
        cart_token,
        gross_sales_amount,
        coalesce(discount_amount, 0) as discount_amount,
        tax_amount,
        shipping_amount,
        refunded_amount,
        coalesce(is_test, false) as is_test,
        coalesce(is_renewal, false) as is_renewal,
        ordered_at,
        {{ visible('cancelled_at') }} as cancelled_at
    from orders
)

select * from final
