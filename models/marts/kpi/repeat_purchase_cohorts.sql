{%- set horizons = [30, 90, 180, 365] -%}

with

customers as (
    select * from {{ ref('int_customers_valued') }}
),

observed_until as (
    select * from {{ ref('int_observed_until') }}
),

-- The second sale counts if it came within the window after the first; one at the same instant
-- does too. A customer is mature once the whole window can be seen, in the person's own shops too.
flagged as (
    select
        {{ month_start(local_date('customers.first_sale_at')) }} as first_sale_month_date,
        {% for days in horizons %}
        customers.is_identifiable
        and least(observed_until.orders_observed_until, customers.own_shops_observed_until)
        >= {{ add_days('customers.first_sale_at', days) }} as is_mature_{{ days }}d,
        customers.second_sale_at
        <= {{ add_days('customers.first_sale_at', days) }} as has_repeat_{{ days }}d,
        customers.second_day_sale_at
        <= {{ add_days('customers.first_sale_at', days) }} as has_repeat_day_{{ days }}d,
        {% endfor %}
        customers.sale_count >= 2 as has_repeat,
        customers.sale_day_count >= 2 as has_repeat_day,
        customers.is_identifiable
    from customers
    left join observed_until on true
),

counted as (
    select
        first_sale_month_date,
        {% for days in horizons %}
        count(case when is_mature_{{ days }}d then 1 end) as mature_customer_{{ days }}d_count,
        count(case when is_mature_{{ days }}d and has_repeat_{{ days }}d then 1 end)
            as repeat_customer_{{ days }}d_count,
        count(case when is_mature_{{ days }}d and has_repeat_day_{{ days }}d then 1 end)
            as repeat_customer_{{ days }}d_distinct_days_count,
        {% endfor %}
        count(case when is_identifiable and has_repeat then 1 end) as repeat_customer_count,
        count(case when is_identifiable and has_repeat_day then 1 end)
            as repeat_customer_distinct_days_count,
        count(case when is_identifiable then 1 end) as customer_count,
        count(case when not is_identifiable then 1 end) as unidentifiable_customer_count
    from flagged
    group by first_sale_month_date
),

final as (
    select
        unidentifiable_customer_count,
        customer_count,
        repeat_customer_count,
        repeat_customer_distinct_days_count,
        {{ ratio('repeat_customer_count', 'customer_count') }} as repeat_purchase_rate,
        {{ ratio('repeat_customer_distinct_days_count', 'customer_count') }}
            as repeat_purchase_distinct_days_rate,
        {% for days in horizons %}
        {%- set mature = 'mature_customer_' ~ days ~ 'd_count' %}
        {%- set repeat = 'repeat_customer_' ~ days ~ 'd_count' %}
        {%- set repeat_day = 'repeat_customer_' ~ days ~ 'd_distinct_days_count' %}
        {{ mature }},
        {{ repeat }},
        {{ repeat_day }},
        {{ ratio(repeat, mature) }} as repeat_purchase_{{ days }}d_rate,
        {{ ratio(repeat_day, mature) }} as repeat_purchase_{{ days }}d_distinct_days_rate,
        {% endfor %}
        first_sale_month_date
    from counted
)

select * from final
