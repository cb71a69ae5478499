with

checkouts as (
    {{ current_records(ref('land_shopify__checkouts')) }}
),

final as (
    select
        source_system,
        source_instance,
        id as checkout_id,
        cart_token,
        customer_id,
        coalesce(email, customer_email) as email,
        coalesce(presentment_currency, currency) as currency_code,
        subtotal_price as subtotal_amount,
        {{ list_total('line_items', "item['quantity'] * item['price']", "item['gift_card']") }}
            as gift_card_amount,
        coalesce(total_tax, 0) as tax_amount,
        total_price as total_amount,
        coalesce(taxes_included, false) as is_tax_included,
        created_at,
        {{ visible('completed_at') }} as completed_at
    from checkouts
)

select * from final
