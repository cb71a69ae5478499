{{ config(severity='warn', meta={
    'owner': 'commerce',
    'reason': 'One order in a currency without a rate is to be looked at; it stops nobody.',
}) }}
-- An order that cannot be converted is missing from revenue. Many of them fail another test; of a
-- few nobody would know.
select
    source_system,
    source_instance,
    currency_code,
    'Orders of ' || source_system || ' (' || source_instance || ') in '
    || coalesce(currency_code, 'no currency') || ', ' || cast(count(*) as string)
    || ' in number, from ' || cast(min(ordered_date) as string) || ' to '
    || cast(max(ordered_date) as string)
    || ', have no rate to {{ var("reporting_currency") }}: out of scope, and missing from revenue. '
    || 'Add it to ref_exchange_rates' as message
from {{ ref('int_orders_scoped') }}
where out_of_scope_reason = 'no_exchange_rate'
group by source_system, source_instance, currency_code
