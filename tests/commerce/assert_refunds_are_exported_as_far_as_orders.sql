{{ config(severity='warn', meta={
    'owner': 'commerce',
    'reason': 'Refunds may really have stopped; only the shop knows.',
}) }}
-- Refunds that were exported a month before the orders make the net revenue of that month whole,
-- as if nothing had come back. A shop with a refund a month is silent for weeks all the same: what
-- tells is how many refunds were to be expected of the orders since, at the rate before.
with

refund_instances as (
    select * from {{ ref('int_instances_observed') }}
    where record_kind = 'refunds'
),

refunds as (
    select
        source_system,
        source_instance,
        count(*) as refund_count,
        min(refunded_at) as first_refunded_at
    from {{ ref('int_refunds') }}
    where refunded_sales_amount > 0
    group by source_system, source_instance
),

counted as (
    select
        orders.source_system,
        orders.source_instance,
        refunds.refund_count,
        refund_instances.observed_until as refunds_observed_until,
        max(orders.ordered_at) as last_ordered_at,
        count(case when orders.ordered_at <= refund_instances.observed_until then 1 end)
            as earlier_order_count,
        count(case when orders.ordered_at > refund_instances.observed_until then 1 end)
            as later_order_count
    from {{ ref('int_orders_scoped') }} as orders
    inner join refunds
        on
            orders.source_system = refunds.source_system
            and orders.source_instance = refunds.source_instance
    inner join refund_instances
        on
            orders.source_system = refund_instances.source_system
            and orders.source_instance = refund_instances.source_instance
    where
        orders.is_in_scope
        and orders.ordered_at >= {{ add_days('refunds.first_refunded_at', -30) }}
    group by
        orders.source_system,
        orders.source_instance,
        refunds.refund_count,
        refund_instances.observed_until
)

select
    *,
    'Refunds of ' || source_system || ' (' || source_instance || ') end on '
    || cast(refunds_observed_until as string) || ', its orders on '
    || cast(last_ordered_at as string) || ': ' || cast(later_order_count as string)
    || ' orders since then have none, where ' || cast(refund_count as string) || ' of '
    || cast(earlier_order_count as string) || ' had one. Their net revenue is what was sold, as if '
    || 'nothing came back: export the refunds as far as the orders' as message
from counted
where
    {{ add_days('refunds_observed_until', 7) }} < last_ordered_at
    and refund_count >= 5
    and cast(refund_count as double) * later_order_count > 6.0 * earlier_order_count
