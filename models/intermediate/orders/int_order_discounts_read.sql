-- What was taken off an order's goods, whichever way the export writes it. Never counted twice:
--   * on the order alone, or on its lines alone: what stands there;
--   * on both: the order's discount is the whole one, the lines say how it was spread. It cannot be
--     less than its lines' together: then the lines' count;
--   * gross sales from which the lines' discounts are taken already: none of them a second time.
-- What contradicts itself is read all the same, and listed.
with

orders as (
    select * from {{ ref('int_orders') }}
),

order_lines as (
    select * from {{ ref('int_order_lines') }}
),

summed_lines as (
    select
        order_key,
        sum(gross_sales_amount) as gross_amount,
        sum(discount_amount) as discount_amount,
        -- Rounding: a cent a line.
        0.01 * count(*) as tolerated_amount
    from order_lines
    group by order_key
),

joined as (
    select
        orders.order_key,
        orders.gross_sales_amount,
        orders.discount_amount as order_discount_amount,
        coalesce(summed_lines.gross_amount, orders.gross_sales_amount) as lines_gross_amount,
        coalesce(summed_lines.discount_amount, 0) as lines_discount_amount,
        coalesce(summed_lines.tolerated_amount, 0.01) as tolerated_amount
    from orders
    left join summed_lines on orders.order_key = summed_lines.order_key
),

compared as (
    select
        *,
        lines_discount_amount > tolerated_amount
        and abs(lines_gross_amount - gross_sales_amount) > tolerated_amount
        and abs(lines_gross_amount - lines_discount_amount - gross_sales_amount)
        <= tolerated_amount as is_gross_discounted,
        coalesce(
            order_discount_amount > 0
            and order_discount_amount < lines_discount_amount - tolerated_amount,
            false
        ) as is_less_than_lines
    from joined
),

chosen as (
    select
        *,
        case
            when
                is_gross_discounted
                and abs(coalesce(order_discount_amount, 0) - lines_discount_amount)
                <= tolerated_amount
                then 0
            when is_gross_discounted then coalesce(order_discount_amount, 0)
            when order_discount_amount is null or order_discount_amount = 0 or is_less_than_lines
                then lines_discount_amount
            else order_discount_amount
        end as discount_amount
    from compared
),

final as (
    select
        order_key,
        cast(discount_amount as decimal(18, 4)) as discount_amount,
        case
            when is_gross_discounted then 'gross_after_discounts'
            when is_less_than_lines then 'less_than_lines'
            when discount_amount > gross_sales_amount + tolerated_amount then 'more_than_gross'
            when discount_amount < -tolerated_amount then 'negative'
        end as contradiction
    from chosen
)

select * from final
