with

orders as (
    select * from {{ ref('int_orders_sequenced') }}
),

final as (
    select
        order_key,
        customer_key,
        exchange_of_order_key,
        source_system,
        source_instance,
        order_status,
        sales_channel,
        currency_code,
        exchange_rate,
        original_gross_sales_amount,
        original_discount_amount,
        original_net_sales_amount,
        original_refunded_sales_amount,
        gross_sales_amount,
        discount_amount,
        net_sales_amount,
        refunded_sales_amount,
        net_revenue_amount,
        tax_amount,
        shipping_amount,
        sale_number,
        days_since_previous_sale,
        is_sale,
        is_first_sale,
        is_renewal,
        is_replacement,
        is_refunded,
        is_identifiable,
        has_all_lines,
        ordered_date,
        ordered_at
    from orders
)

select * from final
