with

orders as (
    {{ current_records(ref('land_shopify__orders')) }}
),

final as (
    select
        source_system,
        source_instance,
        id as order_id,
        customer_id,
        cart_token,
        coalesce(email, contact_email, customer_email) as email,
        coalesce(phone, customer_phone, billing_phone, shipping_phone) as phone,
        coalesce(billing_country_code, shipping_country_code) as country_code,
        currency as currency_code,
        lower(financial_status) as financial_status,
        source_name,
        tags,
        subtotal_price as subtotal_amount,
        total_discounts as discount_amount,
        total_tax as tax_amount,
        coalesce(
            total_shipping_price,
            {{ list_total('shipping_lines', "coalesce(item['discounted_price'], item['price'])") }}
        ) as shipping_amount,
        total_price as total_amount,
        coalesce(taxes_included, false) as is_tax_included,
        coalesce(test, false) as is_test,
        {{ list_count(
            'transactions',
            "item['kind'] in ('sale', 'capture') and item['status'] = 'success' and "
            ~ is_visible("item['created_at']")
        ) }} > 0 as has_payment,
        coalesce(processed_at, created_at) as ordered_at,
        {{ visible('cancelled_at') }} as cancelled_at
    from orders
)

select * from final
