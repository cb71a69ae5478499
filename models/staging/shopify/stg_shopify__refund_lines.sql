with

orders as (
    {{ current_records(ref('land_shopify__orders')) }}
),

refunds as (
    select
        source_system,
        source_instance,
        id as order_id,
        coalesce(taxes_included, false) as is_tax_included,
        {{ exploded('refunds', 'refund') }}
    from orders
),

lines as (
    select
        source_system,
        source_instance,
        order_id,
        refund['id'] as refund_id,
        is_tax_included,
        refund['created_at'] as refunded_at,
        {{ exploded("refund['refund_line_items']", 'line') }}
    from refunds
),

final as (
    select
        source_system,
        source_instance,
        line['id'] as refund_line_id,
        refund_id,
        order_id,
        line['line_item_id'] as line_id,
        line['quantity'] as quantity,
        line['subtotal'] as subtotal_amount,
        coalesce(line['total_tax'], 0) as tax_amount,
        is_tax_included,
        coalesce(line['is_gift_card'], false) as is_gift_card,
        refunded_at
    from lines
    where {{ is_visible('refunded_at') }}
)

select * from final
