with

orders as (
    select * from {{ ref('fct_orders') }}
),

bridge as (
    select * from {{ ref('bridge_conversation_orders') }}
    where attribution_model = '{{ var("attribution_model") }}'
),

attributed as (
    select
        order_key,
        sum(attributed_net_revenue_amount) as attributed_net_revenue_amount
    from bridge
    group by order_key
),

joined as (
    select
        orders.*,
        attributed.attributed_net_revenue_amount,
        attributed.order_key is not null as has_conversation
    from orders
    left join attributed on orders.order_key = attributed.order_key
),

counted as (
    select
        ordered_date,
        sales_channel,
        count(*) as order_count,
        count(case when is_sale then 1 end) as sale_count,
        count(case when is_sale and is_first_sale then 1 end) as first_sale_count,
        count(case when is_sale and not is_first_sale then 1 end) as repeat_sale_count,
        count(case when is_sale and is_first_sale is null then 1 end) as unidentifiable_sale_count,
        count(case when is_renewal then 1 end) as renewal_count,
        count(case when is_refunded then 1 end) as refunded_order_count,
        count(case when has_conversation then 1 end) as conversational_sale_count,
        sum(gross_sales_amount) as gross_sales_amount,
        sum(discount_amount) as discount_amount,
        sum(net_sales_amount) as net_sales_amount,
        sum(refunded_sales_amount) as refunded_sales_amount,
        sum(net_revenue_amount) as net_revenue_amount,
        coalesce(sum(attributed_net_revenue_amount), 0) as attributed_net_revenue_amount
    from joined
    group by ordered_date, sales_channel
),

final as (
    select
        sales_channel,
        order_count,
        sale_count,
        first_sale_count,
        repeat_sale_count,
        unidentifiable_sale_count,
        renewal_count,
        refunded_order_count,
        conversational_sale_count,
        {% for column in ['gross_sales', 'discount', 'net_sales', 'refunded_sales', 'net_revenue',
            'attributed_net_revenue'] -%}
        cast({{ column }}_amount as decimal(18, 4)) as {{ column }}_amount,
        {% endfor -%}
        {{ ratio('net_sales_amount', 'sale_count') }} as average_order_value_amount,
        {{ ratio('attributed_net_revenue_amount', 'net_revenue_amount') }}
            as attributed_revenue_share_rate,
        ordered_date
    from counted
)

select * from final
