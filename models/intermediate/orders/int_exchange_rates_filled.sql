with

exchange_rates as (
    select * from {{ ref('ref_exchange_rates') }}
    where to_currency = '{{ var("reporting_currency") }}'
),

ages as (
    {% for age in range(var('exchange_rate_max_age_days') | int + 1) %}
    select {{ age }} as rate_age_days
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- Each rate serves its own day and the days after it, until it is too old. A join on the day then
-- finds it, where a join on a range would be slow.
served as (
    select
        exchange_rates.from_currency as currency_code,
        exchange_rates.rate,
        exchange_rates.rate_date,
        ages.rate_age_days,
        cast(
            {{ dbt.dateadd('day', 'ages.rate_age_days', 'exchange_rates.rate_date') }} as date
        ) as valid_date
    from exchange_rates
    cross join ages
),

ranked as (
    select
        *,
        row_number() over (
            partition by currency_code, valid_date order by rate_age_days
        ) as rate_rank
    from served
),

final as (
    select
        currency_code,
        rate as exchange_rate,
        valid_date,
        rate_date
    from ranked
    where rate_rank = 1
)

select * from final
