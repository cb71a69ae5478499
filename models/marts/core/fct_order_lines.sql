with

order_lines as (
    select * from {{ ref('int_order_lines_converted') }}
),

final as (
    select
        order_line_key,
        order_key,
        {{ surrogate_key(['source_system', 'source_instance', 'product_id']) }} as product_key,
        source_system,
        source_instance,
        sku,
        product_name,
        category,
        currency_code,
        quantity,
        original_gross_sales_amount,
        original_discount_amount,
        original_net_sales_amount,
        gross_sales_amount,
        discount_amount,
        net_sales_amount,
        is_gift_card,
        has_all_lines,
        ordered_date
    from order_lines
)

select * from final
