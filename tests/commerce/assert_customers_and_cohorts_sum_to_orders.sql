-- Every sale belongs to one customer, every customer with a sale to one cohort, and lifetime values
-- are all the revenue of customers with a sale, that of exchanges too.
with

buyers as (
    select distinct customer_key
    from {{ ref('fct_orders') }}
    where is_sale
),

facts as (
    select
        count(distinct case when orders.is_sale then orders.customer_key end) as customer_count,
        count(case when orders.is_sale then 1 end) as sale_count,
        coalesce(sum(orders.net_revenue_amount), 0) as net_revenue_amount
    from {{ ref('fct_orders') }} as orders
    inner join buyers on orders.customer_key = buyers.customer_key
),

customers as (
    select
        count(*) as customer_count,
        coalesce(sum(sale_count), 0) as sale_count,
        coalesce(sum(customer_lifetime_value_amount), 0) as net_revenue_amount,
        count(case when is_identifiable and is_repeat_customer then 1 end)
            as repeat_customer_count
    from {{ ref('customer_value') }}
),

cohorts as (
    select
        coalesce(sum(customer_count + unidentifiable_customer_count), 0) as customer_count,
        coalesce(sum(repeat_customer_count), 0) as repeat_customer_count
    from {{ ref('repeat_purchase_cohorts') }}
)

select
    facts.customer_count as fact_customer_count,
    customers.customer_count as valued_customer_count,
    cohorts.customer_count as cohort_customer_count,
    facts.net_revenue_amount as fact_net_revenue_amount,
    customers.net_revenue_amount as customers_net_revenue_amount,
    'Customers with a sale, their sales or revenue differ between fct_orders, customer_value and '
    || 'repeat_purchase_cohorts: see int_customers_valued' as message
from facts
cross join customers
cross join cohorts
where
    facts.customer_count <> customers.customer_count
    or facts.customer_count <> cohorts.customer_count
    or facts.sale_count <> customers.sale_count
    or facts.net_revenue_amount <> customers.net_revenue_amount
    or customers.repeat_customer_count <> cohorts.repeat_customer_count
