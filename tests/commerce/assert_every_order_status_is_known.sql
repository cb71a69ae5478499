{{ config(severity='warn', meta={
    'owner': 'commerce',
    'reason': 'A new word of the shop must not stop a build; such orders are in scope.',
}) }}
-- An order in a state that ref_order_statuses does not know counts as a sale. If the word means that
-- nothing was sold, add it there.
select
    source_system,
    lower(trim(status)) as source_status,
    count(*) as order_count
from {{ ref('int_orders') }}
where order_key in (
    select order_key from {{ ref('int_orders_scoped') }} where not is_status_known
)
group by source_system, lower(trim(status))
