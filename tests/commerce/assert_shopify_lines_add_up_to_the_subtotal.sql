-- Why: gross sales are made from an order's lines. Should an export lack lines or discounts of some
-- orders, nothing else would say so; the vendor's own subtotal does. Half a cent a line is rounding.
with

lines as (
    select
        source_instance,
        order_id,
        count(*) as line_count,
        sum(quantity * unit_price_amount - discount_amount) as lines_amount
    from {{ ref('stg_shopify__order_lines') }}
    group by source_instance, order_id
)

select
    orders.source_instance,
    orders.order_id,
    orders.subtotal_amount,
    lines.lines_amount
from {{ ref('stg_shopify__orders') }} as orders
left join lines
    on
        orders.source_instance = lines.source_instance
        and orders.order_id = lines.order_id
where
    abs(orders.subtotal_amount - coalesce(lines.lines_amount, 0))
    > 0.005 * coalesce(lines.line_count, 1)
