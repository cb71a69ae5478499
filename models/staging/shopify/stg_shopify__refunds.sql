with

orders as (
    {{ current_records(ref('land_shopify__orders')) }}
),

refunds as (
    select
        source_system,
        source_instance,
        id as order_id,
        currency as currency_code,
        {{ exploded('refunds', 'refund') }}
    from orders
),

flattened as (
    select
        source_system,
        source_instance,
        order_id,
        currency_code,
        refund['id'] as refund_id,
        refund['refund_line_items'] as refund_line_items,
        refund['refund_shipping_lines'] as refund_shipping_lines,
        refund['order_adjustments'] as order_adjustments,
        refund['transactions'] as transactions,
        refund['created_at'] as refunded_at
    from refunds
),

final as (
    select
        source_system,
        source_instance,
        refund_id,
        order_id,
        -- What was paid back beyond what the lines come to, with tax; below zero if less.
        -{{ list_total(
            'order_adjustments',
            "item['amount'] + coalesce(item['tax_amount'], 0)",
            "item['kind'] is distinct from 'shipping_refund'"
        ) }} as discrepancy_amount,
        -- Paid in another currency than the order's, an amount says nothing here.
        {{ list_total(
            'transactions',
            "item['amount']",
            "item['kind'] = 'refund' and item['status'] = 'success'"
            ~ " and coalesce(item['currency'], currency_code) = currency_code"
        ) }} as repaid_amount,
        {{ list_count('refund_line_items') }} > 0 as has_lines,
        {{ list_count('refund_shipping_lines') }} > 0
        or {{ list_count('order_adjustments') }} > 0 as is_explained,
        refunded_at
    from flattened
    where {{ is_visible('refunded_at') }}
)

select * from final
