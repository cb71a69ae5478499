with

orders as (
    select * from {{ ref('int_orders_refunded') }}
),

sales as (
    select
        order_key,
        row_number() over (
            partition by customer_key order by ordered_at, order_key
        ) as sale_number,
        lag(ordered_at) over (
            partition by customer_key order by ordered_at, order_key
        ) as previous_sale_at
    from orders
    where is_sale and is_identifiable
),

final as (
    select
        orders.*,
        cast(sales.sale_number as integer) as sale_number,
        cast(
            floor({{ elapsed_seconds('sales.previous_sale_at', 'orders.ordered_at') }} / 86400.0)
            as integer
        ) as days_since_previous_sale,
        -- Who cannot be identified may have bought before: unknown.
        case
            when not orders.is_sale then false
            when orders.is_identifiable then sales.sale_number = 1
        end as is_first_sale
    from orders
    left join sales on orders.order_key = sales.order_key
)

select * from final
