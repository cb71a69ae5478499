-- Where orders are exported and none is in scope, every number of the shop is empty and the build
-- looks well all the same.
-- It fails the build after the marts, which other systems need.
-- depends_on: {{ ref('kpi_scorecard') }}
with

orders as (
    select * from {{ ref('int_orders_scoped') }}
),

reasons as (
    select
        out_of_scope_reason,
        count(*) as order_count
    from orders
    group by out_of_scope_reason
),

totals as (
    select
        sum(order_count) as order_count,
        sum(case when out_of_scope_reason is null then order_count else 0 end) as counted_count
    from reasons
),

commonest as (
    select *
    from reasons
    qualify row_number() over (order by order_count desc, out_of_scope_reason asc) = 1
)

select
    totals.order_count,
    'None of ' || cast(totals.order_count as string) || ' exported orders can be counted; '
    || cast(commonest.order_count as string) || ' are out of scope as '
    || commonest.out_of_scope_reason || '. See out_of_scope_reason in int_orders_scoped, and '
    || 'export orders that were placed and paid.' as message
from totals
cross join commonest
where totals.order_count > 0 and totals.counted_count = 0
