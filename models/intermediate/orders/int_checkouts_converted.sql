with

checkouts as (
    select * from {{ ref('int_checkouts') }}
),

customers as (
    select * from {{ ref('int_customers_resolved') }}
),

exchange_rates as (
    select * from {{ ref('int_exchange_rates_filled') }}
),

final as (
    select
        checkouts.checkout_key,
        coalesce(customers.customer_key, checkouts.customer_record_key) as customer_key,
        cast(
            case
                when checkouts.currency_code = '{{ var("reporting_currency") }}'
                    then checkouts.cart_amount
                else {{ amount_times('checkouts.cart_amount', 'exchange_rates.exchange_rate') }}
            end as decimal(18, 4)
        ) as cart_amount,
        coalesce(customers.is_identifiable, false) as is_identifiable,
        checkouts.created_at,
        checkouts.completed_at
    from checkouts
    left join customers on checkouts.customer_record_key = customers.customer_record_key
    left join exchange_rates
        on checkouts.currency_code = exchange_rates.currency_code
            and {{ local_date('checkouts.created_at') }} = exchange_rates.valid_date
)

select * from final
