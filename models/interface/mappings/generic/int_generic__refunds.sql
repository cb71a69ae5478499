with

refunds as (
    select * from {{ ref('stg_generic__refunds') }}
),

-- Some tools write what was paid back with a minus, others without. Nothing can be taken back that
-- was not given: the first refund of an order is one, and tells the sign. The other sign, after it,
-- is a refund that was taken back.
signed as (
    select
        *,
        coalesce(
            first_value(sign(nullif(amount, 0))) over (
                partition by source_system, source_instance, order_id
                order by
                    case when amount = 0 then 1 else 0 end,
                    refunded_at,
                    -abs(amount),
                    refund_id
                rows between unbounded preceding and unbounded following
            ),
            1
        ) as refund_sign
    from refunds
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'refund_id']) }} as refund_key,
        {{ surrogate_key(['source_system', 'source_instance', 'order_id']) }} as order_key,
        source_system,
        source_instance,
        refund_id,
        order_id,
        cast(refund_sign * amount as decimal(18, 4)) as refunded_sales_amount,
        refunded_at
    from signed
)

select * from final
