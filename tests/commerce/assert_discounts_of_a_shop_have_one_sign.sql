{{ config(severity='warn', meta={
    'owner': 'commerce',
    'reason': 'Money off is read in either sign; who writes surcharges as discounts has to know.',
}) }}
-- Tools write what is taken off with a minus or without, and both are read as money off. Where one
-- shop does both, those with the rarer sign may be surcharges.
with

orders as (
    select
        source_system,
        source_instance,
        order_id,
        discount_amount
    from {{ ref('stg_generic__orders') }}
    where discount_amount <> 0
),

counted as (
    select
        source_system,
        source_instance,
        count(case when discount_amount < 0 then 1 end) as negative_count,
        count(case when discount_amount > 0 then 1 end) as positive_count
    from orders
    group by source_system, source_instance
)

select
    *,
    cast(negative_count as string) || ' orders of ' || source_system || ' (' || source_instance
    || ') have a negative discount (discount_amount of stg_generic__orders), and '
    || cast(positive_count as string) || ' a positive one: all were taken off. Put surcharges into '
    || 'gross_sales_amount' as message
from counted
where negative_count > 0 and positive_count > 0
