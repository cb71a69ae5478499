with

refunds as (
    select * from {{ ref('stg_generic__refunds') }}
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'refund_id']) }} as refund_key,
        {{ surrogate_key(['source_system', 'source_instance', 'order_id']) }} as order_key,
        source_system,
        source_instance,
        refund_id,
        order_id,
        abs(amount) as refunded_sales_amount,
        refunded_at
    from refunds
)

select * from final
