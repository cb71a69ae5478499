with

records as (
    select * from {{ ref('int_customer_records') }}
),

resolved as (
    select * from {{ ref('int_customers_resolved') }}
),

observed_until as (
    select * from {{ ref('int_observed_until') }}
),

orders as (
    select * from {{ ref('fct_orders') }}
),

-- An account made in a year to come is a typing error, and stands on no day.
dated as (
    select
        records.customer_record_key,
        records.source_system,
        records.has_account,
        case
            when
                observed_until.plausible_until is null
                or records.first_seen_at <= observed_until.plausible_until
                then records.first_seen_at
        end as first_seen_at
    from records
    left join observed_until on true
),

people as (
    select
        resolved.customer_key,
        bool_or(resolved.is_identifiable) as is_identifiable,
        bool_or(dated.has_account) as has_account,
        count(*) as customer_record_count,
        count(distinct dated.source_system) as source_system_count,
        min(dated.first_seen_at) as first_seen_at
    from resolved
    inner join dated on resolved.customer_record_key = dated.customer_record_key
    group by resolved.customer_key
),

ordered as (
    select
        customer_key,
        count(*) as order_count,
        min(ordered_at) as first_ordered_at
    from orders
    group by customer_key
),

final as (
    select
        people.customer_key,
        cast(people.customer_record_count as integer) as customer_record_count,
        cast(people.source_system_count as integer) as source_system_count,
        cast(coalesce(ordered.order_count, 0) as integer) as order_count,
        people.is_identifiable,
        people.has_account,
        people.first_seen_at,
        ordered.first_ordered_at
    from people
    left join ordered on people.customer_key = ordered.customer_key
)

select * from final
