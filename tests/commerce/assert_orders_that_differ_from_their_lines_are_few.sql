-- Gross sales are the sum of quantity times unit price. A few orders whose lines say otherwise have
-- a line missing (it was quarantined, say) and keep their own total; many of them mean that the
-- mapping reads prices with tax, or the wrong column.
-- Fails above the share of var quarantine_error_rate; one order alone never stops a build.
with

counted as (
    select
        source_system,
        source_instance,
        count(*) as order_with_lines_count,
        count(case when not has_all_lines then 1 end) as differing_order_count
    from {{ ref('fct_orders') }}
    where has_all_lines is not null
    group by source_system, source_instance
)

select
    *,
    cast(differing_order_count as string) || ' of ' || cast(order_with_lines_count as string)
    || ' orders of ' || source_system || ' (' || source_instance || ') differ from their lines by '
    || 'more than a cent a line: check prices, tax and missing lines of the export' as message
from counted
where
    differing_order_count > 1
    and differing_order_count > {{ var('quarantine_error_rate') }} * order_with_lines_count
