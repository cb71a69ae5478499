-- Where an order has all its lines, both tell the same sum to the last decimal, in both currencies:
-- an analyst who adds up lines must not be a cent away from one who adds up orders.
with

summed_lines as (
    select
        order_key,
        sum(original_gross_sales_amount) as original_gross_sales_amount,
        sum(original_discount_amount) as original_discount_amount,
        sum(gross_sales_amount) as gross_sales_amount,
        sum(net_sales_amount) as net_sales_amount
    from {{ ref('fct_order_lines') }}
    where has_all_lines
    group by order_key
)

select
    orders.order_key,
    orders.gross_sales_amount as order_gross_sales_amount,
    summed_lines.gross_sales_amount as lines_gross_sales_amount,
    'Order ' || orders.order_key || ' has all its lines and they do not add up to it: see the '
    || 'rounding of int_order_lines_settled and int_order_lines_converted' as message
from {{ ref('fct_orders') }} as orders
left join summed_lines on orders.order_key = summed_lines.order_key
where
    orders.has_all_lines
    and (
        orders.original_gross_sales_amount
        is distinct from summed_lines.original_gross_sales_amount
        or orders.original_discount_amount is distinct from summed_lines.original_discount_amount
        or orders.gross_sales_amount is distinct from summed_lines.gross_sales_amount
        or orders.net_sales_amount is distinct from summed_lines.net_sales_amount
    )
