with

customers as (
    select * from {{ ref('dim_customers') }}
),

answers as (
    select * from {{ ref('int_profile_answers_collected') }}
),

volunteers as (
    select distinct customer_key
    from answers
),

-- Who would not be recognised again has no profile to fill: every anonymous visit is a customer.
-- Whom no export dates stands on no day, so that sums over days and over rows are the same.
final as (
    select
        customers.customer_key,
        cast(
            customers.is_identifiable and volunteers.customer_key is not null as integer
        ) as zero_party_coverage_numerator,
        cast(customers.is_identifiable as integer) as zero_party_coverage_denominator,
        {{ local_date('customers.first_seen_at') }} as metric_date
    from customers
    left join volunteers
        on customers.customer_key = volunteers.customer_key
    where customers.first_seen_at is not null
)

select * from final
