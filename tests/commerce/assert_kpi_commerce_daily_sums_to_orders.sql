-- A mart only adds up flags and amounts of the fact: over all days and channels it is the fact.
{% set amounts = ['gross_sales_amount', 'discount_amount', 'net_sales_amount',
    'refunded_sales_amount', 'net_revenue_amount'] %}
with

daily as (
    select
        coalesce(sum(order_count), 0) as order_count,
        coalesce(sum(sale_count), 0) as sale_count,
        {% for amount in amounts -%}
        coalesce(sum({{ amount }}), 0) as {{ amount }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('kpi_commerce_daily') }}
),

facts as (
    select
        count(*) as order_count,
        count(case when is_sale then 1 end) as sale_count,
        {% for amount in amounts -%}
        coalesce(sum({{ amount }}), 0) as {{ amount }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('fct_orders') }}
)

select
    daily.order_count as daily_order_count,
    facts.order_count as fact_order_count,
    daily.net_revenue_amount as daily_net_revenue_amount,
    facts.net_revenue_amount as fact_net_revenue_amount
from daily
cross join facts
where
    daily.order_count <> facts.order_count
    or daily.sale_count <> facts.sale_count
    {%- for amount in amounts %}
    or daily.{{ amount }} <> facts.{{ amount }}
    {%- endfor %}
