with

refunds as (
    select * from {{ ref('stg_generic__refunds') }}
),

first_refunds as (
    select
        *,
        row_number() over (
            partition by source_system, source_instance, order_id
            order by refunded_at, refund_id
        ) as refund_number
    from refunds
    where amount <> 0
),

-- Some tools write what was paid back with a minus, others without: nothing can be taken back that
-- was not given, so the first refund of an order tells which. The other sign is a refund reversed.
signs as (
    select
        source_system,
        source_instance,
        case when 2 * count(case when amount < 0 then 1 end) > count(*) then -1 else 1 end
            as refund_sign
    from first_refunds
    where refund_number = 1
    group by source_system, source_instance
),

final as (
    select
        {{ surrogate_key([
            'refunds.source_system', 'refunds.source_instance', 'refunds.refund_id',
        ]) }} as refund_key,
        {{ surrogate_key([
            'refunds.source_system', 'refunds.source_instance', 'refunds.order_id',
        ]) }} as order_key,
        refunds.source_system,
        refunds.source_instance,
        refunds.refund_id,
        refunds.order_id,
        cast(coalesce(signs.refund_sign, 1) * refunds.amount as decimal(18, 4))
            as refunded_sales_amount,
        refunds.refunded_at
    from refunds
    left join signs
        on
            refunds.source_system = signs.source_system
            and refunds.source_instance = signs.source_instance
)

select * from final
