with

refunds as (
    select * from {{ ref('int_refunds') }}
),

orders as (
    select * from {{ ref('int_orders_converted') }}
),

joined as (
    select
        refunds.refund_key,
        refunds.order_key,
        refunds.refunded_at,
        coalesce(refunds.refunded_sales_amount, 0) as claimed_amount,
        orders.exchange_rate,
        orders.original_net_sales_amount,
        orders.net_sales_amount
    from refunds
    inner join orders on refunds.order_key = orders.order_key
),

accumulated as (
    select
        *,
        greatest(sum(claimed_amount) over (
            partition by order_key order by refunded_at, refund_key
            rows between unbounded preceding and current row
        ), 0) as claimed_so_far_amount
    from joined
),

-- No more can be given back than was paid for the goods: the refunds that come later are cut. Less
-- than a cent that would be left is rounding.
capped as (
    select
        *,
        case
            when
                claimed_so_far_amount > 0
                and claimed_so_far_amount > original_net_sales_amount - 0.01
                then original_net_sales_amount
            else claimed_so_far_amount
        end as refunded_so_far_amount
    from accumulated
),

-- The running total is converted, not each refund, so that a full refund leaves exactly nothing.
converted as (
    select
        *,
        case
            when refunded_so_far_amount = original_net_sales_amount then net_sales_amount
            else least(
                    {{ amount_times('refunded_so_far_amount', 'exchange_rate') }},
                    net_sales_amount
                )
        end as reporting_so_far_amount
    from capped
),

stepped as (
    select
        *,
        refunded_so_far_amount - coalesce(lag(refunded_so_far_amount) over (
            partition by order_key order by refunded_at, refund_key
        ), 0) as original_refunded_sales_amount,
        reporting_so_far_amount - coalesce(lag(reporting_so_far_amount) over (
            partition by order_key order by refunded_at, refund_key
        ), 0) as refunded_sales_amount
    from converted
),

final as (
    select
        refund_key,
        order_key,
        cast(original_refunded_sales_amount as decimal(18, 4)) as original_refunded_sales_amount,
        cast(refunded_sales_amount as decimal(18, 4)) as refunded_sales_amount,
        refunded_at
    from stepped
)

select * from final
