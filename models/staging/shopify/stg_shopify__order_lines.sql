with

orders as (
    {{ current_records(ref('land_shopify__orders')) }}
),

lines as (
    select
        source_system,
        source_instance,
        id as order_id,
        coalesce(taxes_included, false) as is_tax_included,
        {{ exploded('line_items', 'line') }}
    from orders
),

final as (
    select
        source_system,
        source_instance,
        order_id,
        line.id as line_id,
        line.product_id as product_id,
        line.sku as sku,
        line.title as product_name,
        line.quantity as quantity,
        line.price as unit_price_amount,
        {{ list_total('line.discount_allocations', 'item.amount') }} as discount_amount,
        {{ list_total('line.tax_lines', 'item.price') }} as tax_amount,
        {{ list_total('line.tax_lines', 'try_cast(item.rate as double)') }} as tax_rate,
        is_tax_included,
        coalesce(line.gift_card, false) as is_gift_card
    from lines
    -- A tip may stand among the lines; it is no sale.
    where line.tip is null
)

select * from final
