{{ config(severity='warn', meta={
    'owner': 'commerce',
    'reason': 'The rarer sign is read as a refund taken back; who means something else has to know.',
}) }}
-- An order's first refund tells the sign of the others. The other sign is read as a refund that was
-- taken back, and makes net revenue higher: somebody should know.
with

refunds as (
    select
        source_system,
        source_instance,
        refund_id,
        order_id,
        refunded_sales_amount
    from {{ ref('int_refunds') }}
    where refunded_sales_amount < 0
),

counted as (
    select
        source_system,
        source_instance,
        count(*) as refund_count,
        min(order_id) as example_order_id
    from refunds
    group by source_system, source_instance
)

select
    *,
    cast(refund_count as string) || ' refunds of ' || source_system || ' (' || source_instance
    || '), e.g. of order ' || example_order_id || ', have another sign than the first of their '
    || 'order: read as refunds that were taken back. Give all refunds one sign if they are not'
        as message
from counted
