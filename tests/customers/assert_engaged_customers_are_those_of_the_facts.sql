-- The monthly rate counts people, whom no sum of days can give. Counted from the facts themselves,
-- in every month observed whole, the engaged and the active are as many.
with

months as (
    select * from {{ ref('customer_engagement_monthly') }}
    where is_complete
),

people as (
    select * from {{ ref('dim_customers') }}
    where is_identifiable
),

visits as (
    select
        resolved.customer_key,
        {{ local_date('sessions.started_at') }} as active_date
    from {{ ref('int_sessions') }} as sessions
    inner join {{ ref('int_customers_resolved') }} as resolved
        on sessions.customer_record_key = resolved.customer_record_key
),

active as (
    select
        customer_key,
        {{ month_start('started_date') }} as month_start_date,
        true as is_engaged
    from {{ ref('fct_conversations') }}

    union all

    select
        customer_key,
        {{ month_start('ordered_date') }} as month_start_date,
        false as is_engaged
    from {{ ref('fct_orders') }}

    union all

    select
        customer_key,
        {{ month_start('active_date') }} as month_start_date,
        false as is_engaged
    from visits
),

counted as (
    select
        active.month_start_date,
        count(distinct case when active.is_engaged then active.customer_key end) as engaged_count,
        count(distinct active.customer_key) as active_count
    from active
    inner join people
        on active.customer_key = people.customer_key
    group by active.month_start_date
)

select
    months.month_start_date,
    months.engaged_customer_count,
    months.active_customer_count,
    counted.engaged_count,
    counted.active_count,
    'Active or engaged customers of the month of ' || cast(months.month_start_date as string)
    || ' are not those of the facts: see int_customer_days_counted' as message
from months
left join counted
    on months.month_start_date = counted.month_start_date
where
    months.engaged_customer_count <> coalesce(counted.engaged_count, 0)
    or months.active_customer_count <> coalesce(counted.active_count, 0)
