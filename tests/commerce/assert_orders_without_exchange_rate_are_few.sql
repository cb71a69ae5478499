-- An order that cannot be converted is missing from revenue. Above the share of var
-- unconvertible_error_rate that is not a detail any more: add rates to ref_exchange_rates.
-- One order alone never stops a build.
with

counted as (
    select
        count(*) as order_count,
        count(case when out_of_scope_reason = 'no_exchange_rate' then 1 end)
            as unconvertible_order_count,
        min(case when out_of_scope_reason = 'no_exchange_rate' then currency_code end)
            as example_currency_code,
        min(case when out_of_scope_reason = 'no_exchange_rate' then ordered_date end)
            as first_unconvertible_date
    from {{ ref('int_orders_scoped') }}
    where is_in_scope or out_of_scope_reason = 'no_exchange_rate'
)

select
    *,
    cast(unconvertible_order_count as string) || ' of ' || cast(order_count as string)
    || ' orders have no rate to {{ var("reporting_currency") }}, e.g. for '
    || example_currency_code || ' on ' || cast(first_unconvertible_date as string)
    || ': add it to ref_exchange_rates' as message
from counted
where
    unconvertible_order_count > 1
    and unconvertible_order_count > {{ var('unconvertible_error_rate') }} * order_count
