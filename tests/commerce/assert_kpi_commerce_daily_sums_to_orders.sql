-- A mart only adds up flags and amounts of the fact: over all days and channels it is the fact.
with

daily as (
    select
        coalesce(sum(order_count), 0) as order_count,
        coalesce(sum(sale_count), 0) as sale_count,
        coalesce(sum(gross_sales_amount), 0) as gross_sales_amount,
        coalesce(sum(discount_amount), 0) as discount_amount,
        coalesce(sum(net_sales_amount), 0) as net_sales_amount,
        coalesce(sum(refunded_sales_amount), 0) as refunded_sales_amount,
        coalesce(sum(net_revenue_amount), 0) as net_revenue_amount
    from {{ ref('kpi_commerce_daily') }}
),

facts as (
    select
        count(*) as order_count,
        count(case when is_sale then 1 end) as sale_count,
        coalesce(sum(gross_sales_amount), 0) as gross_sales_amount,
        coalesce(sum(discount_amount), 0) as discount_amount,
        coalesce(sum(net_sales_amount), 0) as net_sales_amount,
        coalesce(sum(refunded_sales_amount), 0) as refunded_sales_amount,
        coalesce(sum(net_revenue_amount), 0) as net_revenue_amount
    from {{ ref('fct_orders') }}
)

select
    daily.order_count as daily_order_count,
    facts.order_count as fact_order_count,
    daily.net_revenue_amount as daily_net_revenue_amount,
    facts.net_revenue_amount as fact_net_revenue_amount,
    'kpi_commerce_daily does not add up to fct_orders: a join in it drops or doubles orders'
        as message
from daily
cross join facts
where
    daily.order_count <> facts.order_count
    or daily.sale_count <> facts.sale_count
    or daily.gross_sales_amount <> facts.gross_sales_amount
    or daily.discount_amount <> facts.discount_amount
    or daily.net_sales_amount <> facts.net_sales_amount
    or daily.refunded_sales_amount <> facts.refunded_sales_amount
    or daily.net_revenue_amount <> facts.net_revenue_amount
