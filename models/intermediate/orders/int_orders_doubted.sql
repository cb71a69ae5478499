-- Orders that were read, but whose export contradicts itself or leaves something open. The rule
-- that was followed may be wrong for them: they are listed by a test that warns, and change no
-- number.
with

scoped as (
    select * from {{ ref('int_orders_scoped') }}
),

orders as (
    select * from {{ ref('int_orders_refunded') }}
),

discounts as (
    select * from {{ ref('int_order_discounts_read') }}
    where contradiction is not null
),

purchases as (
    select * from {{ ref('int_orders_chained') }}
    where not is_first_order_known
),

refunds as (
    select * from {{ ref('int_refunds') }}
),

refunded as (
    select
        orders.order_key,
        orders.original_net_sales_amount,
        sum(refunds.refunded_sales_amount) as claimed_amount,
        max(case when refunds.refunded_at < orders.ordered_at then 1 else 0 end) = 1 as is_early
    from orders
    inner join refunds on orders.order_key = refunds.order_key
    group by orders.order_key, orders.original_net_sales_amount
),

-- A total may hold the tax on what came back, and shipping: by more than these it says something
-- else than the rows. Rows that give back all goods, or the total's absence, contradict nothing.
totalled as (
    select
        scoped.order_key,
        refunded.claimed_amount < scoped.net_sales_amount - 0.05
        and abs(scoped.refunded_amount)
        > refunded.claimed_amount * (
            1 + coalesce(scoped.tax_amount, 0) / nullif(scoped.net_sales_amount, 0)
        ) + coalesce(scoped.shipping_amount, 0)
        + case when refunded.claimed_amount = 0 then coalesce(scoped.tax_amount, 0) else 0 end
        + 0.05 as is_total_above_rows,
        abs(scoped.refunded_amount)
        < least(refunded.claimed_amount, scoped.net_sales_amount) - 0.05 as is_total_below_rows
    from scoped
    inner join refunded on scoped.order_key = refunded.order_key
    where scoped.refunded_amount <> 0
),

doubts as (
    select
        orders.order_key,
        'discount_' || discounts.contradiction as doubt
    from orders
    inner join discounts on orders.order_key = discounts.order_key

    union all

    select
        orders.order_key,
        'exchange_of_an_unknown_order' as doubt
    from orders
    inner join purchases on orders.order_key = purchases.order_key

    union all

    select
        order_key,
        'cancelled_but_not_refunded' as doubt
    from orders
    where is_cancelled and not is_refunded and net_sales_amount > 0

    union all

    select
        order_key,
        'partly_refunded_without_amount' as doubt
    from orders
    where order_status = 'partially_refunded' and not is_refunded and net_sales_amount > 0

    union all

    select
        order_key,
        'refund_above_the_order' as doubt
    from refunded
    where claimed_amount > original_net_sales_amount + 0.01

    union all

    select
        order_key,
        'refund_before_the_order' as doubt
    from refunded
    where is_early

    union all

    select
        order_key,
        'refund_total_is_not_its_rows' as doubt
    from totalled
    where is_total_above_rows or is_total_below_rows
    {%- if not var('as_of', none) %}

    union all

    select
        order_key,
        'refunded_but_not_in_full' as doubt
    from orders
    where
        order_status = 'refunded'
        and original_refunded_sales_amount < original_net_sales_amount - 0.05
    {%- endif %}

    union all

    select
        order_key,
        'out_of_scope_' || out_of_scope_reason as doubt
    from scoped
    where out_of_scope_reason in ('unknown_amount', 'unknown_refund', 'negative_amount')
),

final as (
    select
        scoped.order_key,
        scoped.source_system,
        scoped.source_instance,
        scoped.order_id,
        doubts.doubt
    from doubts
    inner join scoped on doubts.order_key = scoped.order_key
)

select * from final
