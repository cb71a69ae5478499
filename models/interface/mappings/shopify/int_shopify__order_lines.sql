with

lines as (
    select * from {{ ref('int_shopify__order_lines_priced') }}
),

products as (
    select * from {{ ref('stg_shopify__products') }}
),

final as (
    select
        {{ surrogate_key([
            'lines.source_system', 'lines.source_instance', 'lines.order_id', 'lines.line_id',
        ]) }} as order_line_key,
        {{ surrogate_key(['lines.source_system', 'lines.source_instance', 'lines.order_id']) }}
            as order_key,
        lines.source_system,
        lines.source_instance,
        lines.order_id,
        lines.line_id,
        lines.product_id,
        lines.sku,
        -- Without a product it is what somebody typed: an engraving, a name, a number to call.
        case when lines.product_id is not null then lines.product_name end as product_name,
        products.category,
        lines.quantity,
        lines.unit_price_amount,
        cast(lines.gross_sales_amount as decimal(18, 4)) as gross_sales_amount,
        cast(lines.discount_amount as decimal(18, 4)) as discount_amount,
        lines.is_gift_card
    from lines
    left join products
        on
            lines.source_instance = products.source_instance
            and lines.product_id = products.product_id
)

select * from final
