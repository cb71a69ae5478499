with

lines as (
    select * from {{ ref('stg_shopify__order_lines') }}
),

orders as (
    select * from {{ ref('stg_shopify__orders') }}
),

discounted as (
    select
        *,
        {{ amount_times('unit_price_amount', 'quantity') }} as list_amount,
        {{ amount_times('unit_price_amount', 'quantity') }} - discount_amount as charged_amount
    from lines
),

summed as (
    select
        *,
        sum(tax_amount) over (partition by source_instance, order_id) as lines_tax_amount,
        sum(case when is_gift_card then charged_amount else 0 end) over (
            partition by source_instance, order_id
        ) as gift_card_amount
    from discounted
),

-- Some apps write an order's tax on the order alone. It is then on all of it, gift cards excepted
-- and shipping too: its share of what was to be paid is each line's.
taxed as (
    select
        summed.*,
        case
            when summed.lines_tax_amount = 0 and orders.tax_amount > 0
                then cast(orders.tax_amount as double) / nullif(
                        cast(
                            orders.total_amount - summed.gift_card_amount
                            - case
                                when summed.is_tax_included then 0
                                else orders.tax_amount
                            end as double
                        ), 0
                    )
        end as order_tax_share
    from summed
    left join orders
        on
            summed.source_instance = orders.source_instance
            and summed.order_id = orders.order_id
),

shared as (
    select
        source_system,
        source_instance,
        order_id,
        line_id,
        product_id,
        sku,
        product_name,
        quantity,
        unit_price_amount,
        discount_amount,
        list_amount,
        charged_amount,
        case
            when order_tax_share between 0 and 1 and not is_gift_card
                then cast(
                        {{ rounded('cast(charged_amount as double) * order_tax_share', 4) }}
                        as decimal(18, 4)
                    )
            else tax_amount
        end as tax_amount,
        case
            when order_tax_share < 1 and tax_rate = 0 and not is_gift_card
                then order_tax_share / (1 - order_tax_share)
            else cast(tax_rate as double)
        end as tax_rate,
        coalesce(order_tax_share between 0 and 1, false) as is_tax_of_order,
        is_tax_included,
        is_gift_card
    from taxed
),

-- Tax is kept on the price after discounts. A line given away has neither, but a rate.
rated as (
    select
        *,
        case
            when not is_tax_included then 1
            when charged_amount > 0
                then 1 - cast(tax_amount as double) / cast(charged_amount as double)
            else 1 / (1 + tax_rate)
        end as net_share
    from shared
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
        is_tax_of_order,
        is_gift_card
    from netted
)

select * from final
