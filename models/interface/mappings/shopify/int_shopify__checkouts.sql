with

checkouts as (
    select * from {{ ref('stg_shopify__checkouts') }}
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
        email as customer_email,
        currency_code,
        cast(null as string) as device_type,
        -- Tax is kept for the checkout as a whole: taken out at its average rate.
        cast(
            round(
                cast(subtotal_amount - gift_card_amount as double)
                * case
                    when is_tax_included and total_amount > 0
                        then 1 - cast(tax_amount as double) / cast(total_amount as double)
                    else 1
                end,
                4
            ) as decimal(18, 4)
        ) as cart_amount,
        created_at,
        completed_at
    from checkouts
)

select * from final
