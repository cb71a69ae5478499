-- Customer-days are a running count of customers by day. Counted the other way, customer by
-- customer, they are the whole days from the one after the first order, and conversations, sales
-- and contacts are those of the facts in the same days. A join that lost a day shows in no rate.
with

observed as (
    select
        min(observed_date) as first_date,
        max(observed_date) as last_date,
        max(case when is_complete then observed_date end) as last_complete_date
    from {{ ref('int_days_observed') }}
),

customers as (
    select
        customer_key,
        {{ local_date('first_ordered_at') }} as first_ordered_date
    from {{ ref('dim_customers') }}
    where is_identifiable and first_ordered_at is not null
),

conversations as (
    select * from {{ ref('fct_conversations') }}
),

orders as (
    select * from {{ ref('fct_orders') }}
),

-- Who ordered before the first day has all of them: as if ordered on the day before it.
bounded as (
    select
        greatest(
            customers.first_ordered_date,
            cast({{ dbt.dateadd('day', -1, 'observed.first_date') }} as date)
        ) as begun_on,
        observed.last_complete_date as ended_on
    from customers
    cross join observed
),

own_days as (
    select
        {{ dbt.datediff('begun_on', 'ended_on', 'day') }}
            as day_count
    from bounded
    where begun_on < ended_on
),

returns as (
    select count(*) as return_count
    from conversations
    inner join customers
        on conversations.customer_key = customers.customer_key
    cross join observed
    where
        conversations.started_date > customers.first_ordered_date
        and conversations.started_date between observed.first_date and observed.last_complete_date
),

contacts as (
    select count(*) as contact_count
    from conversations
    cross join observed
    where
        (conversations.started_by is null or conversations.started_by = 'customer')
        and conversations.started_date between observed.first_date and observed.last_date
),

sales as (
    select count(*) as sale_count
    from orders
    cross join observed
    where orders.is_sale and orders.ordered_date between observed.first_date and observed.last_date
),

daily as (
    select
        coalesce(sum(contact_rate_numerator), 0) as contacts,
        coalesce(sum(contact_rate_denominator), 0) as sales,
        coalesce(sum(user_activity_level_numerator), 0) as thirtyfold_returns,
        coalesce(sum(user_activity_level_denominator), 0) as customer_days
    from {{ ref('int_days_counted') }}
),

monthly as (
    select
        coalesce(sum(conversations_after_first_order_count), 0) as returns,
        coalesce(sum(customer_days_after_first_order), 0) as customer_days
    from {{ ref('customer_engagement_monthly') }}
),

own as (
    select coalesce(sum(day_count), 0) as customer_days
    from own_days
)

select
    daily.*,
    monthly.returns as monthly_returns,
    contacts.contact_count as fact_contacts,
    sales.sale_count as fact_sales,
    returns.return_count as fact_returns,
    own.customer_days as own_customer_days,
    'Customer-days, contacts, sales or returns of int_days_counted are not those of the facts: a '
    || 'join in it or in customer_engagement_monthly loses days' as message
from daily
cross join monthly
cross join contacts
cross join sales
cross join returns
cross join own
where
    daily.contacts <> contacts.contact_count
    or daily.sales <> sales.sale_count
    or daily.thirtyfold_returns <> 30 * returns.return_count
    or daily.customer_days <> own.customer_days
    or monthly.returns <> returns.return_count
    or monthly.customer_days <> own.customer_days
