{{ config(severity='warn', meta={
    'owner': 'commerce',
    'reason': 'An order with a quarantined line is still right by its own total; list it.',
}) }}
-- Orders whose lines do not add up to them, to be looked at: a line was quarantined or never
-- exported, or a price was read wrongly.
select
    order_key,
    source_system,
    source_instance,
    order_id,
    original_gross_sales_amount,
    'Order ' || order_id || ' of ' || source_system || ' (' || source_instance
    || ') does not cost what its lines add up to: its own total counts; see whether a line was '
    || 'quarantined or never exported' as message
from {{ ref('int_orders_refunded') }}
where not has_all_lines
