with

orders as (
    select * from {{ ref('int_orders_converted') }}
),

refunds as (
    select * from {{ ref('int_refunds_capped') }}
),

summed_refunds as (
    select
        order_key,
        sum(original_refunded_sales_amount) as original_refunded_sales_amount,
        sum(refunded_sales_amount) as refunded_sales_amount
    from refunds
    group by order_key
),

-- Where only a total is known, it holds tax and shipping too: the goods' share of it is their
-- share of the order.
shared as (
    select
        orders.*,
        summed_refunds.order_key is not null as has_refund_rows,
        summed_refunds.original_refunded_sales_amount as original_row_refund_amount,
        summed_refunds.refunded_sales_amount as row_refund_amount,
        least(
            orders.original_net_sales_amount,
            coalesce(cast(round(
                cast(greatest(orders.original_refunded_amount, 0) as double)
                * orders.original_net_sales_amount
                / nullif(
                    orders.original_net_sales_amount
                    + coalesce(orders.original_tax_amount, 0)
                    + coalesce(orders.original_shipping_amount, 0),
                    0
                ), 4
            ) as decimal(18, 4)), 0)
        ) as original_goods_refund_amount
    from orders
    left join summed_refunds on orders.order_key = summed_refunds.order_key
),

chosen as (
    select
        *,
        case
            when has_refund_rows then original_row_refund_amount
            else original_goods_refund_amount
        end as original_refunded_sales_amount,
        case
            when has_refund_rows then row_refund_amount
            when original_goods_refund_amount = original_net_sales_amount then net_sales_amount
            else least(
                    {{ amount_times('original_goods_refund_amount', 'exchange_rate') }},
                    net_sales_amount
                )
        end as refunded_sales_amount
    from shared
),

final as (
    select
        order_key,
        customer_key,
        exchange_of_order_key,
        source_system,
        source_instance,
        order_id,
        order_status,
        sales_channel,
        currency_code,
        cart_token,
        exchange_rate,
        original_gross_sales_amount,
        original_discount_amount,
        original_net_sales_amount,
        cast(original_refunded_sales_amount as decimal(18, 4)) as original_refunded_sales_amount,
        gross_sales_amount,
        discount_amount,
        net_sales_amount,
        cast(refunded_sales_amount as decimal(18, 4)) as refunded_sales_amount,
        cast(net_sales_amount - refunded_sales_amount as decimal(18, 4)) as net_revenue_amount,
        tax_amount,
        shipping_amount,
        is_identifiable,
        is_renewal,
        is_replacement,
        has_all_lines,
        -- Given away for nothing, or a gift card only: an order, but no sale.
        gross_sales_amount > 0 as is_sale,
        refunded_sales_amount > 0 as is_refunded,
        ordered_date,
        ordered_at
    from chosen
)

select * from final
