with

customers as (
    select * from {{ ref('int_customers_valued') }}
),

observed_until as (
    select * from {{ ref('int_observed_until') }}
),

-- Everybody is looked at from the moment up to which every live shop is seen; who bought in one
-- that is seen further, from his own last sale: nobody has bought in the future.
looked_at as (
    select
        customers.*,
        greatest(observed_until.orders_observed_until, customers.last_sale_at) as seen_until
    from customers
    left join observed_until on true
),

aged as (
    select
        *,
        cast(floor({{ elapsed_seconds('first_sale_at', 'seen_until') }} / 86400.0) as integer)
            as tenure_days,
        cast(floor({{ elapsed_seconds('last_sale_at', 'seen_until') }} / 86400.0) as integer)
            as recency_days
    from looked_at
),

-- Fifths of the identifiable customers. Equal customers are split by the next measure and then by
-- key: a score is a rank, not a threshold.
scored as (
    select
        *,
        ntile(5) over (
            partition by is_identifiable
            order by last_sale_at, sale_count, net_revenue_amount, customer_key
        ) as recency_fifth,
        ntile(5) over (
            partition by is_identifiable
            order by sale_count, last_sale_at, net_revenue_amount, customer_key
        ) as frequency_fifth,
        ntile(5) over (
            partition by is_identifiable
            order by net_revenue_amount, last_sale_at, sale_count, customer_key
        ) as monetary_fifth
    from aged
),

final as (
    select
        customer_key,
        net_revenue_amount as customer_lifetime_value_amount,
        gross_sales_amount,
        net_sales_amount,
        sold_amount,
        refunded_sales_amount,
        {{ ratio('sold_amount', 'sale_count', 28) }} as average_order_value_amount,
        sale_count,
        sale_day_count,
        tenure_days,
        recency_days,
        cast(case when is_identifiable then recency_fifth end as integer) as recency_score,
        cast(case when is_identifiable then frequency_fifth end as integer) as frequency_score,
        cast(case when is_identifiable then monetary_fifth end as integer) as monetary_score,
        is_identifiable,
        sale_count >= 2 as is_repeat_customer,
        {{ local_date('first_sale_at') }} as first_sale_date,
        {{ local_date('last_sale_at') }} as last_sale_date,
        first_sale_at,
        last_sale_at
    from scored
)

select * from final
