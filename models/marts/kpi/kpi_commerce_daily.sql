with

orders as (
    select * from {{ ref('fct_orders') }}
),

metrics as (
    select * from {{ ref('int_orders_counted') }}
),

joined as (
    select
        orders.*,
        metrics.average_order_value_numerator,
        metrics.average_order_value_denominator,
        metrics.attributed_net_revenue_amount,
        metrics.attributed_revenue_share_numerator,
        metrics.attributed_revenue_share_denominator,
        metrics.has_conversation
    from orders
    inner join metrics on orders.order_key = metrics.order_key
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
        sum(attributed_net_revenue_amount) as attributed_net_revenue_amount,
        sum(average_order_value_numerator) as sold_amount,
        sum(average_order_value_denominator) as average_order_value_denominator,
        sum(attributed_revenue_share_numerator) as attributed_revenue_share_numerator,
        sum(attributed_revenue_share_denominator) as attributed_revenue_share_denominator
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
            'attributed_net_revenue', 'sold'] -%}
        cast({{ column }}_amount as decimal(28, 4)) as {{ column }}_amount,
        {% endfor -%}
        {{ ratio('sold_amount', 'average_order_value_denominator', 28) }}
            as average_order_value_amount,
        {{ ratio('attributed_revenue_share_numerator', 'attributed_revenue_share_denominator') }}
            as attributed_revenue_share_rate,
        ordered_date
    from counted
)

select * from final
