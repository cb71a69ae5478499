with

order_lines as (
    select * from {{ ref('int_order_lines') }}
),

orders as (
    select * from {{ ref('int_orders_scoped') }}
    where is_in_scope
),

joined as (
    select
        order_lines.*,
        orders.currency_code,
        orders.exchange_rate,
        orders.gross_sales_amount as order_gross_amount,
        orders.discount_amount as order_discount_amount,
        orders.ordered_date
    from order_lines
    inner join orders on order_lines.order_key = orders.order_key
),

totalled as (
    select
        *,
        sum(gross_sales_amount) over (partition by order_key) as lines_gross_amount,
        sum(discount_amount) over (partition by order_key) as lines_discount_amount,
        count(*) over (partition by order_key) as line_count,
        row_number() over (
            partition by order_key order by gross_sales_amount desc, order_line_key
        ) as size_rank
    from joined
),

-- Lines that add up to their order to a cent each are the order. Others (a line was quarantined,
-- or never exported) stay as they are, and the order keeps its own total.
compared as (
    select
        *,
        abs(lines_gross_amount - order_gross_amount) <= 0.01 * line_count as has_all_lines,
        order_discount_amount - lines_discount_amount as missing_discount_amount,
        lines_gross_amount - lines_discount_amount as lines_net_amount
    from totalled
),

-- A discount on the whole order is spread over the lines by what they cost after their own; lines
-- that give away more than the order did are scaled down.
spread as (
    select
        *,
        cast(round(
            case
                when not has_all_lines or missing_discount_amount = 0 then discount_amount
                when missing_discount_amount < 0
                    then cast(discount_amount as double) * order_discount_amount
                        / nullif(lines_discount_amount, 0)
                else discount_amount + coalesce(
                    cast(missing_discount_amount as double)
                    * (gross_sales_amount - discount_amount) / nullif(lines_net_amount, 0),
                    0
                )
            end, 4
        ) as decimal(18, 4)) as spread_discount_amount
    from compared
),

-- What rounding leaves over goes to the dearest line, so that lines and order agree exactly.
settled as (
    select
        *,
        cast(
            gross_sales_amount + case
                when has_all_lines and size_rank = 1 then order_gross_amount - lines_gross_amount
                else 0
            end as decimal(18, 4)
        ) as line_gross_amount,
        cast(
            spread_discount_amount + case
                when has_all_lines and size_rank = 1
                    then order_discount_amount
                        - sum(spread_discount_amount) over (partition by order_key)
                else 0
            end as decimal(18, 4)
        ) as line_discount_amount
    from spread
),

converted as (
    select
        *,
        cast(round(line_gross_amount * exchange_rate, 4) as decimal(18, 4))
            as reporting_gross_amount,
        cast(round(line_discount_amount * exchange_rate, 4) as decimal(18, 4))
            as reporting_discount_amount
    from settled
),

final as (
    select
        order_line_key,
        order_key,
        source_system,
        source_instance,
        order_id,
        line_id,
        product_id,
        sku,
        product_name,
        category,
        currency_code,
        quantity,
        line_gross_amount as original_gross_sales_amount,
        line_discount_amount as original_discount_amount,
        cast(line_gross_amount - line_discount_amount as decimal(18, 4))
            as original_net_sales_amount,
        reporting_gross_amount as gross_sales_amount,
        reporting_discount_amount as discount_amount,
        cast(reporting_gross_amount - reporting_discount_amount as decimal(18, 4))
            as net_sales_amount,
        is_gift_card,
        has_all_lines,
        ordered_date
    from converted
)

select * from final
