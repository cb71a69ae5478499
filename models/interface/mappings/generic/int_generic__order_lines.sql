with

order_lines as (
    select * from {{ ref('stg_generic__order_lines') }}
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'order_id', 'line_id']) }}
            as order_line_key,
        {{ surrogate_key(['source_system', 'source_instance', 'order_id']) }} as order_key,
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
        {{ amount_times('unit_price_amount', 'quantity') }} as gross_sales_amount,
        -- In either sign money off; a line that was returned gives its discount back, too.
        case
            when sign(quantity) * sign(unit_price_amount) < 0 then -abs(discount_amount)
            else abs(discount_amount)
        end as discount_amount,
        false as is_gift_card
    from order_lines
)

select * from final
