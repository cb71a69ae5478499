with

orders as (
    select * from {{ ref('int_orders_converted') }}
),

refunds as (
    select * from {{ ref('int_refunds_capped') }}
),

purchases as (
    select * from {{ ref('int_orders_chained') }}
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
-- share of the order. Two totals leave nothing of the goods: that of a cancelled order if it
-- reaches their price, tax or shipping in it or not; and the shop's word that all was refunded, if
-- it gives no amount.
shared as (
    select
        orders.*,
        summed_refunds.order_key is not null as has_refund_rows,
        summed_refunds.original_refunded_sales_amount as original_row_refund_amount,
        summed_refunds.refunded_sales_amount as row_refund_amount,
        case
            when
                orders.is_cancelled
                and orders.original_refunded_amount >= orders.original_net_sales_amount
                then orders.original_net_sales_amount
            {% if not var('as_of', none) -%}
            when
                orders.order_status = 'refunded'
                and coalesce(orders.original_refunded_amount, 0) = 0
                then orders.original_net_sales_amount
            {% endif -%}
            else least(
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
                )
        end as original_goods_refund_amount
    from orders
    left join summed_refunds on orders.order_key = summed_refunds.order_key
),

-- Refund rows win over a total. They do not if they give back no goods, while shipping does
-- not explain the total, nor if total and status both say that all of it came back. Those that
-- contradict each other are listed.
weighed as (
    select
        *,
        has_refund_rows
        and not (
            original_row_refund_amount = 0
            and original_goods_refund_amount > 0
            and coalesce(
                original_refunded_amount
                > coalesce(original_shipping_amount, 0) + coalesce(original_tax_amount, 0),
                true
            )
        )
        {% if not var('as_of', none) -%}
        and not (
            coalesce(order_status = 'refunded' and original_refunded_amount > 0, false)
            and original_goods_refund_amount = original_net_sales_amount
        )
        {%- endif %} as are_rows_read
    from shared
),

chosen as (
    select
        *,
        case
            when are_rows_read then original_row_refund_amount
            else original_goods_refund_amount
        end as original_refunded_sales_amount,
        case
            when are_rows_read then row_refund_amount
            when original_goods_refund_amount = original_net_sales_amount then net_sales_amount
            else least(
                    {{ amount_times('original_goods_refund_amount', 'exchange_rate') }},
                    net_sales_amount
                )
        end as refunded_sales_amount
    from weighed
),

-- Given away for nothing, a gift card only, or cancelled and paid back to the last cent: an order,
-- but nothing that was bought.
bought as (
    select
        chosen.*,
        coalesce(purchases.purchase_key, chosen.order_key) as purchase_key,
        chosen.gross_sales_amount > 0
        and (not chosen.is_replacement or purchases.is_first_order_known)
        and not (
            chosen.is_cancelled
            and chosen.original_net_sales_amount - chosen.original_refunded_sales_amount <= 0.01
            and (chosen.original_refunded_sales_amount > 0 or chosen.original_net_sales_amount = 0)
        ) as is_bought
    from chosen
    left join purchases on chosen.order_key = purchases.order_key
),

-- An order and what was exchanged for it are one purchase: the first of them that was bought is the
-- sale, the others change only its money.
ranked as (
    select
        *,
        row_number() over (
            partition by purchase_key, is_bought
            order by case when is_replacement then 1 else 0 end, ordered_at, order_key
        ) as purchase_rank
    from bought
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
        is_cancelled,
        has_all_lines,
        is_bought and purchase_rank = 1 as is_sale,
        refunded_sales_amount > 0 as is_refunded,
        ordered_date,
        ordered_at
    from ranked
)

select * from final
