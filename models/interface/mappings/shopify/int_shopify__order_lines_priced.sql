with

lines as (
    select * from {{ ref('stg_shopify__order_lines') }}
),

discounted as (
    select
        *,
        {{ amount_times('unit_price_amount', 'quantity') }} as list_amount,
        {{ amount_times('unit_price_amount', 'quantity') }} - discount_amount as charged_amount
    from lines
),

-- Tax is kept on the price after discounts. A line given away has neither, but a rate.
rated as (
    select
        *,
        case
            when not is_tax_included then 1
            when charged_amount > 0
                then 1 - cast(tax_amount as double) / cast(charged_amount as double)
            else 1 / (1 + cast(tax_rate as double))
        end as net_share
    from discounted
),

netted as (
    select
        *,
        cast({{ rounded('cast(list_amount as double) * net_share', 4) }} as decimal(18, 4))
            as net_list_amount,
        cast(
            charged_amount - case when is_tax_included then tax_amount else 0 end as decimal(18, 4)
        ) as net_charged_amount
    from rated
),

final as (
    select
        source_system,
        source_instance,
        order_id,
        line_id,
        product_id,
        sku,
        product_name,
        quantity,
        -- A gift card is a means of payment, and no goods.
        case when is_gift_card then 0 else net_list_amount end as gross_sales_amount,
        -- What is left of the gross is exactly what was charged, whatever the rounding.
        case when is_gift_card then 0 else net_list_amount - net_charged_amount end
            as discount_amount,
        case when is_gift_card then 0 else net_charged_amount end as net_sales_amount,
        case when is_gift_card then 0 else tax_amount end as tax_amount,
        cast(
            {{ rounded('cast(unit_price_amount as double) * net_share', 4) }} as decimal(18, 4)
        ) as unit_price_amount,
        is_gift_card
    from netted
)

select * from final
