with

orders as (
    select * from {{ ref('int_orders_scoped') }}
    where is_in_scope
),

order_lines as (
    select * from {{ ref('int_order_lines_converted') }}
),

summed_lines as (
    select
        order_key,
        bool_and(has_all_lines) as has_all_lines,
        sum(gross_sales_amount) as gross_sales_amount,
        sum(discount_amount) as discount_amount
    from order_lines
    group by order_key
),

-- Where the lines are the order, the order is the sum of its converted lines; else its own total
-- is converted.
converted as (
    select
        orders.*,
        summed_lines.has_all_lines,
        cast(
            case
                when summed_lines.has_all_lines then summed_lines.gross_sales_amount
                else {{ amount_times('orders.gross_sales_amount', 'orders.exchange_rate') }}
            end as decimal(18, 4)
        ) as reporting_gross_amount,
        cast(
            case
                when summed_lines.has_all_lines then summed_lines.discount_amount
                else {{ amount_times('orders.discount_amount', 'orders.exchange_rate') }}
            end as decimal(18, 4)
        ) as reporting_discount_amount,
        {{ amount_times('orders.tax_amount', 'orders.exchange_rate') }}
            as reporting_tax_amount,
        {{ amount_times('orders.shipping_amount', 'orders.exchange_rate') }}
            as reporting_shipping_amount
    from orders
    left join summed_lines on orders.order_key = summed_lines.order_key
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
        gross_sales_amount as original_gross_sales_amount,
        discount_amount as original_discount_amount,
        net_sales_amount as original_net_sales_amount,
        tax_amount as original_tax_amount,
        shipping_amount as original_shipping_amount,
        refunded_amount as original_refunded_amount,
        reporting_gross_amount as gross_sales_amount,
        reporting_discount_amount as discount_amount,
        cast(reporting_gross_amount - reporting_discount_amount as decimal(18, 4))
            as net_sales_amount,
        reporting_tax_amount as tax_amount,
        reporting_shipping_amount as shipping_amount,
        is_identifiable,
        is_renewal,
        is_replacement,
        is_cancelled,
        has_all_lines,
        ordered_date,
        ordered_at
    from converted
)

select * from final
