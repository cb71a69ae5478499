with

order_lines as (
    select * from {{ ref('int_order_lines_settled') }}
),

converted as (
    select
        *,
        {{ amount_times('gross_sales_amount', 'exchange_rate') }}
            as reporting_gross_amount,
        {{ amount_times('discount_amount', 'exchange_rate') }}
            as reporting_discount_amount
    from order_lines
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
        gross_sales_amount as original_gross_sales_amount,
        discount_amount as original_discount_amount,
        cast(gross_sales_amount - discount_amount as decimal(18, 4)) as original_net_sales_amount,
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
