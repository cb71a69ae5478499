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
        sum(discount_amount) as allocated_amount,
        sum({{ amount_times('unit_price_amount', 'quantity') }} - discount_amount) as lines_amount
    from order_lines
    group by source_instance, order_id
),

joined as (
    select
        orders.source_instance,
        orders.order_id,
        orders.discount_amount,
        orders.subtotal_amount is not null as has_subtotal,
        summed_lines.order_id is not null as has_lines,
        -- Where the export leaves it out: what was to be paid, less shipping and the tax on top.
        coalesce(
            orders.subtotal_amount,
            orders.total_amount - coalesce(orders.shipping_amount, 0)
            - case when orders.is_tax_included then 0 else coalesce(orders.tax_amount, 0) end
        ) as subtotal_amount,
        coalesce(summed_lines.allocated_amount, 0) as allocated_amount,
        cast(coalesce(summed_lines.lines_amount, 0) as decimal(18, 4)) as lines_amount,
        coalesce(summed_lines.line_count, 1) as line_count
    from orders
    left join summed_lines
        on
            orders.source_instance = summed_lines.source_instance
            and orders.order_id = summed_lines.order_id
),

-- A discount in total, of which no line has its share: by that much the lines are too dear, if the
-- subtotal agrees.
discounted as (
    select
        *,
        case
            when
                has_lines
                and allocated_amount = 0
                and discount_amount > 0
                and abs(lines_amount - discount_amount - subtotal_amount)
                <= 0.005 * line_count + 0.005
                then lines_amount - subtotal_amount
            else 0
        end as unallocated_discount_amount
    from joined
),

-- Half a cent a line is rounding. What was to be paid may hold a tip or duties beside the lines, so
-- only less than these says that something is missing.
final as (
    select
        source_instance,
        order_id,
        cast(subtotal_amount as decimal(18, 4)) as subtotal_amount,
        lines_amount,
        cast(unallocated_discount_amount as decimal(18, 4)) as unallocated_discount_amount,
        coalesce(
            case
                when has_subtotal or not has_lines
                    then abs(subtotal_amount - lines_amount + unallocated_discount_amount)
                else lines_amount - unallocated_discount_amount - subtotal_amount
            end <= 0.005 * line_count,
            true
        ) as is_subtotal_met
    from discounted
)

select * from final
