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
        count(*) over (partition by order_key) as line_count,
        row_number() over (
            partition by order_key order by gross_sales_amount desc, order_line_key asc
        ) as price_rank
    from joined
),

-- Lines that add up to their order to a cent each are the order. Others (a line was quarantined,
-- or never exported) stay as they are, and the order keeps its own total.
compared as (
    select
        *,
        abs(lines_gross_amount - order_gross_amount) <= 0.01 * line_count as has_all_lines
    from totalled
),

-- What prices were rounded by goes to the dearest line, so that lines and order agree exactly.
priced as (
    select
        *,
        gross_sales_amount + case
            when has_all_lines and price_rank = 1 then order_gross_amount - lines_gross_amount
            else 0
        end as line_gross_amount
    from compared
),

-- A line gives away at most what it costs; one that was returned gives its discount back, too.
cut as (
    select
        *,
        case
            when line_gross_amount < 0
                then greatest(least(discount_amount, 0), line_gross_amount)
            else least(greatest(discount_amount, 0), line_gross_amount)
        end as own_discount_amount
    from priced
),

discounted as (
    select
        *,
        greatest(line_gross_amount - own_discount_amount, 0) as remaining_amount
    from cut
),

summed as (
    select
        *,
        sum(own_discount_amount) over (partition by order_key) as own_discounts_amount,
        sum(remaining_amount) over (partition by order_key) as remainders_amount,
        row_number() over (
            partition by order_key order by remaining_amount desc, order_line_key asc
        ) as remaining_rank
    from discounted
),

-- A discount on the whole order is spread over what the lines still cost after their own; lines
-- that give away more than the order did are scaled down.
spread as (
    select
        *,
        cast(round(
            case
                when not has_all_lines or order_discount_amount = own_discounts_amount
                    then own_discount_amount
                when order_discount_amount < own_discounts_amount
                    then cast(own_discount_amount as double)
                        * order_discount_amount / own_discounts_amount
                else own_discount_amount
                    + cast(remaining_amount as double)
                    * (order_discount_amount - own_discounts_amount)
                    / nullif(remainders_amount, 0)
            end, 4
        ) as decimal(18, 4)) as spread_discount_amount
    from summed
),

settled as (
    select
        *,
        spread_discount_amount + case
            when has_all_lines and remaining_rank = 1
                then order_discount_amount - sum(spread_discount_amount) over (
                        partition by order_key
                    )
            else 0
        end as line_discount_amount
    from spread
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
        exchange_rate,
        quantity,
        cast(line_gross_amount as decimal(18, 4)) as gross_sales_amount,
        cast(line_discount_amount as decimal(18, 4)) as discount_amount,
        is_gift_card,
        has_all_lines,
        ordered_date
    from settled
)

select * from final
