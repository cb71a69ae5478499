-- Every metric of a customer who bought, as what he adds to the numerator and to the denominator.
with

customers as (
    select * from {{ ref('customer_value') }}
),

final as (
    select
        customer_key,
        -- Who cannot be identified would not be recognised the second time.
        {{ share('repeat_purchase_rate', 'is_repeat_customer', among='is_identifiable') }},
        {{ mean('customer_lifetime_value', 'customer_lifetime_value_amount') }},
        first_sale_date as metric_date
    from customers
)

select * from final
