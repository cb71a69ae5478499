with

orders as (
    select * from {{ ref('int_orders_sequenced') }}
),

instances as (
    select * from {{ ref('int_instances_observed') }}
    where record_kind = 'orders'
),

-- Sales are numbered again here, because who cannot be identified has no sale number: each such
-- guest is a customer of his own.
numbered as (
    select
        orders.*,
        instances.observed_until,
        row_number() over (
            partition by orders.customer_key, orders.is_sale
            order by orders.ordered_at, orders.order_key
        ) as own_number,
        min(case when orders.is_sale then orders.ordered_date end) over (
            partition by orders.customer_key
        ) as first_sale_date
    from orders
    left join instances
        on
            orders.source_system = instances.source_system
            and orders.source_instance = instances.source_instance
),

-- What an exchange brought or took stays with the person, though it is no further sale. Who has no
-- sale at all has no row: an exchange of what was bought before the export begins, say.
valued as (
    select
        customer_key,
        bool_or(is_identifiable) as is_identifiable,
        count(case when is_sale then order_key end) as sale_count,
        count(distinct case when is_sale then ordered_date end) as sale_day_count,
        sum(gross_sales_amount) as gross_sales_amount,
        sum(net_sales_amount) as net_sales_amount,
        sum(case when is_sale then net_sales_amount end) as sold_amount,
        sum(refunded_sales_amount) as refunded_sales_amount,
        sum(net_revenue_amount) as net_revenue_amount,
        min(case when is_sale then ordered_at end) as first_sale_at,
        min(case when is_sale and own_number = 2 then ordered_at end) as second_sale_at,
        min(case when is_sale and ordered_date > first_sale_date then ordered_at end)
            as second_day_sale_at,
        max(case when is_sale then ordered_at end) as last_sale_at,
        min(observed_until) as own_shops_observed_until
    from numbered
    group by customer_key
),

final as (
    select
        customer_key,
        cast(sale_count as integer) as sale_count,
        cast(sale_day_count as integer) as sale_day_count,
        cast(gross_sales_amount as decimal(28, 4)) as gross_sales_amount,
        cast(net_sales_amount as decimal(28, 4)) as net_sales_amount,
        cast(sold_amount as decimal(28, 4)) as sold_amount,
        cast(refunded_sales_amount as decimal(28, 4)) as refunded_sales_amount,
        cast(net_revenue_amount as decimal(28, 4)) as net_revenue_amount,
        is_identifiable,
        first_sale_at,
        second_sale_at,
        second_day_sale_at,
        last_sale_at,
        own_shops_observed_until
    from valued
    where sale_count > 0
)

select * from final
