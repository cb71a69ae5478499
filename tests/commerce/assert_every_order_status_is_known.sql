{{ config(severity='warn', meta={
    'owner': 'commerce',
    'reason': 'A new word of the shop must not stop a build; such orders are in scope.',
}) }}
-- An order in a state that ref_order_statuses does not know counts as a sale. If the word means
-- that nothing was sold, add it there.
select
    orders.source_system,
    lower(trim(orders.status)) as source_status,
    count(*) as order_count,
    cast(count(*) as string) || ' orders of ' || orders.source_system || ' are in a state that '
    || 'nobody knows, and count as sold: add the word, status of int_orders, to '
    || 'ref_order_statuses' as message
from {{ ref('int_orders') }} as orders
inner join {{ ref('int_orders_scoped') }} as scoped on orders.order_key = scoped.order_key
where not scoped.is_status_known
group by orders.source_system, lower(trim(orders.status))
