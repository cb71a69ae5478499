-- Metrics that set conversations against orders or customers: no row of either has both sides, the
-- day has.
with

days as (
    select * from {{ ref('int_days_observed') }}
),

conversations as (
    select * from {{ ref('fct_conversations') }}
),

orders as (
    select * from {{ ref('fct_orders') }}
),

customers as (
    select
        customer_key,
        {{ local_date('first_ordered_at') }} as first_ordered_date
    from {{ ref('dim_customers') }}
    where is_identifiable and first_ordered_at is not null
),

-- Where the export does not say who began, the customer did: outreach is what systems mark.
contacts as (
    select
        started_date,
        count(*) as contact_count
    from conversations
    where coalesce(started_by, 'customer') = 'customer'
    group by started_date
),

sales as (
    select
        ordered_date,
        count(*) as sale_count
    from orders
    where is_sale
    group by ordered_date
),

returns as (
    select
        conversations.started_date,
        count(*) as conversation_count
    from conversations
    inner join customers
        on conversations.customer_key = customers.customer_key
    where conversations.started_date > customers.first_ordered_date
    group by conversations.started_date
),

-- A customer counts from the day after the first order on, every day: a running count of those who
-- had ordered before, also before the first day that is observed.
arrivals as (
    select
        first_ordered_date as arrival_date,
        count(*) as customer_count
    from customers
    group by first_ordered_date

    union all

    select
        observed_date as arrival_date,
        0 as customer_count
    from days
),

arrivals_by_day as (
    select
        arrival_date,
        sum(customer_count) as customer_count
    from arrivals
    group by arrival_date
),

accumulated as (
    select
        arrival_date,
        coalesce(sum(customer_count) over (
            order by arrival_date rows between unbounded preceding and 1 preceding
        ), 0) as earlier_customer_count
    from arrivals_by_day
),

-- A day of the newest event is not over: half a day would count as a whole one for its customers.
final as (
    select
        cast(
            case when days.is_complete then coalesce(returns.conversation_count, 0) else 0 end
            as bigint
        ) as conversations_after_first_order,
        cast(coalesce(contacts.contact_count, 0) as bigint) as contact_rate_numerator,
        cast(coalesce(sales.sale_count, 0) as bigint) as contact_rate_denominator,
        cast(
            case when days.is_complete then 30 * coalesce(returns.conversation_count, 0) else 0 end
            as bigint
        ) as user_activity_level_numerator,
        cast(
            case when days.is_complete then accumulated.earlier_customer_count else 0 end
            as bigint
        ) as user_activity_level_denominator,
        days.observed_date as metric_date
    from days
    inner join accumulated
        on days.observed_date = accumulated.arrival_date
    left join contacts
        on days.observed_date = contacts.started_date
    left join sales
        on days.observed_date = sales.ordered_date
    left join returns
        on days.observed_date = returns.started_date
)

select * from final
