-- Every metric of an order, as what it adds to the numerator and to the denominator.
with

orders as (
    select * from {{ ref('fct_orders') }}
),

bridge as (
    select * from {{ ref('bridge_conversation_orders') }}
    where attribution_model = '{{ var("attribution_model") }}'
),

days as (
    select * from {{ ref('int_days_observed') }}
    where is_complete
),

attributed as (
    select
        order_key,
        sum(attributed_net_revenue_amount) as attributed_net_revenue_amount
    from bridge
    group by order_key
),

-- On a day for which no conversations were exported nobody knows who talked before the order.
final as (
    select
        orders.order_key,
        orders.customer_key,
        orders.sales_channel,
        1 as orders,
        case when orders.is_sale then orders.net_sales_amount else 0 end
            as average_order_value_numerator,
        case when orders.is_sale then 1 else 0 end as average_order_value_denominator,
        coalesce(attributed.attributed_net_revenue_amount, 0) as attributed_net_revenue_amount,
        case
            when days.observed_date is not null
                then coalesce(attributed.attributed_net_revenue_amount, 0)
            else 0
        end as attributed_revenue_share_numerator,
        case when days.observed_date is not null then orders.net_revenue_amount else 0 end
            as attributed_revenue_share_denominator,
        attributed.order_key is not null as has_conversation,
        orders.ordered_date as metric_date
    from orders
    left join attributed on orders.order_key = attributed.order_key
    left join days on orders.ordered_date = days.observed_date
)

select * from final
