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
        presentment_currency as presentment_currency_code,
        -- What a unit of the customer's currency was worth in the shop's, by the order itself.
        cast(total_price as double)
        / nullif(cast(total_presentment_price as double), 0) as presentment_rate,
        {{ exploded('refunds', 'refund') }}
    from orders
),

flattened as (
    select
        source_system,
        source_instance,
        order_id,
        currency_code,
        presentment_currency_code,
        presentment_rate,
        refund['id'] as refund_id,
        refund['refund_line_items'] as refund_line_items,
        refund['refund_shipping_lines'] as refund_shipping_lines,
        refund['order_adjustments'] as order_adjustments,
        refund['transactions'] as transactions,
        refund['created_at'] as refunded_at
    from refunds
),

-- How a payment under way ended is told by another, which names it.
followed as (
    select
        *,
        {{ list_mapped(
            list_filtered(
                'transactions',
                "item['kind'] = 'refund' and item['status'] not in ('pending', 'awaiting_response')"
            ),
            "item['parent_id']"
        ) }} as followed_ids
    from flattened
),

-- A payment under way is one: where it fails, the vendor says so later.
paid as (
    select
        *,
        {% set under_way = "(item['status'] in ('pending', 'awaiting_response')"
            ~ " and not coalesce(array_contains(followed_ids, item['id']), false))" -%}
        {% set paid = "item['kind'] = 'refund' and (item['status'] = 'success' or "
            ~ under_way ~ ')' -%}
        {% set is_own = "coalesce(item['currency'], currency_code) = currency_code" -%}
        {% set is_presentment =
            "item['currency'] is not distinct from presentment_currency_code" -%}
        {{ list_total('transactions', "item['amount']", paid ~ ' and ' ~ is_own) }}
            as own_amount,
        {{ list_total(
            'transactions',
            "item['amount']",
            paid ~ ' and not ' ~ is_own ~ ' and ' ~ is_presentment
        ) }} as presentment_amount,
        {{ list_count('transactions', paid ~ ' and not ' ~ is_own ~ ' and ' ~ is_presentment) }} > 0
            as has_presentment_payment,
        {{ list_count(
            'transactions', paid ~ ' and not ' ~ is_own ~ ' and not ' ~ is_presentment
        ) }} > 0 as has_foreign_payment,
        {{ list_count('transactions', "item['kind'] = 'refund' and " ~ under_way) }} > 0
            as is_pending,
        -- What was paid back beyond what the lines come to, with tax; below zero if less.
        {% set other = "item['kind'] is distinct from 'shipping_refund'" -%}
        -{{ list_total(
            'order_adjustments', "item['amount'] + coalesce(item['tax_amount'], 0)", other
        ) }} as discrepancy_amount,
        {{ list_count('order_adjustments', other) }} > 0 as has_discrepancy,
        {{ list_count('refund_shipping_lines') }} > 0
        or {{ list_count('order_adjustments', 'not ' ~ other) }} > 0 as has_shipping
    from followed
),

final as (
    select
        source_system,
        source_instance,
        refund_id,
        order_id,
        discrepancy_amount,
        -- NULL if paid in a currency of which the order does not say what it is worth in its own.
        cast(
            case
                when has_foreign_payment then null
                when has_presentment_payment
                    then own_amount + {{ rounded(
                        'cast(presentment_amount as double) * presentment_rate', 4
                    ) }}
                else own_amount
            end as decimal(18, 4)
        ) as repaid_amount,
        {{ list_count('refund_line_items') }} > 0 as has_lines,
        -- While a payment is under way, two differences may cancel each other out, and say nothing.
        has_shipping
        or (has_discrepancy and not (is_pending and discrepancy_amount = 0)) as is_explained,
        is_pending,
        refunded_at
    from paid
    where {{ is_visible('refunded_at') }}
)

select * from final
