with

orders as (
    {{ current_records(ref('land_shopify__orders')) }}
),

lines as (
    select
        source_system,
        source_instance,
        id as order_id,
        try_cast({{ list_first('tax_lines', 'rate') }} as double) as order_tax_rate,
        coalesce(taxes_included, false) as is_tax_included,
        {{ exploded('line_items', 'line') }}
    from orders
),

final as (
    select
        source_system,
        source_instance,
        order_id,
        line['id'] as line_id,
        line['product_id'] as product_id,
        line['sku'] as sku,
        line['title'] as product_name,
        line['quantity'] as quantity,
        line['price'] as unit_price_amount,
        {{ list_total("line['discount_allocations']", "item['amount']") }} as discount_amount,
        {{ list_total("line['tax_lines']", "item['price']") }} as tax_amount,
        cast(
            case
                when {{ list_count("line['tax_lines']") }} > 0
                    then {{ list_total("line['tax_lines']", "try_cast(item['rate'] as double)") }}
                else coalesce(order_tax_rate, 0)
            end as decimal(18, 4)
        ) as tax_rate,
        is_tax_included,
        coalesce(line['gift_card'], false) as is_gift_card
    from lines
    -- A tip may stand among the lines; it is no sale.
    where line['tip'] is null
)

select * from final
