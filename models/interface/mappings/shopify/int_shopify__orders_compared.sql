with

orders as (
    select * from {{ ref('stg_shopify__orders') }}
),

order_lines as (
    select * from {{ ref('stg_shopify__order_lines') }}
),

summed_lines as (
    select
        source_instance,
        order_id,
        count(*) as line_count,
        sum({{ amount_times('unit_price_amount', 'quantity') }} - discount_amount) as lines_amount
    from order_lines
    group by source_instance, order_id
),

joined as (
    select
        orders.source_instance,
        orders.order_id,
        orders.subtotal_amount,
        cast(coalesce(summed_lines.lines_amount, 0) as decimal(18, 4)) as lines_amount,
        coalesce(summed_lines.line_count, 1) as line_count
    from orders
    left join summed_lines
        on
            orders.source_instance = summed_lines.source_instance
            and orders.order_id = summed_lines.order_id
),

-- Half a cent a line is rounding. Without a subtotal there is nothing to meet.
final as (
    select
        source_instance,
        order_id,
        subtotal_amount,
        lines_amount,
        coalesce(abs(subtotal_amount - lines_amount) <= 0.005 * line_count, true)
            as is_subtotal_met
    from joined
)

select * from final
