with

order_lines as (
    {{ current_records(ref('land_generic__order_lines')) }}
),

final as (
    select
        source_system,
        source_instance,
        order_id,
        line_id,
        product_id,
        sku,
        product_name,
        category,
        quantity,
        unit_price_amount,
        coalesce(discount_amount, 0) as discount_amount
    from order_lines
)

select * from final
