-- Who did anything on a day, once each. People are not additive: over a month a person is one,
-- however many days there were, so a coarser grain counts distinct `customer_key`.
with

conversations as (
    select * from {{ ref('fct_conversations') }}
),

orders as (
    select * from {{ ref('fct_orders') }}
),

sessions as (
    select * from {{ ref('int_sessions') }}
),

resolved as (
    select * from {{ ref('int_customers_resolved') }}
),

customers as (
    select * from {{ ref('dim_customers') }}
    where is_identifiable
),

days as (
    select * from {{ ref('int_days_observed') }}
),

instances as (
    select * from {{ ref('int_instances_observed') }}
    where record_kind = 'sessions' and not is_retired
),

first_visits as (
    select min({{ local_date('started_at') }}) as first_date
    from sessions
),

last_visits as (
    select {{ local_date('min(observed_until)') }} as last_date
    from instances
),

-- Where visits are exported, a day without them would lose who only looked: it is left out, as is
-- a day without conversations or orders.
days_compared as (
    select days.observed_date
    from days
    cross join first_visits
    cross join last_visits
    where
        last_visits.last_date is null
        or days.observed_date between first_visits.first_date and last_visits.last_date
),

activities as (
    select
        customer_key,
        started_date as activity_date,
        'conversation' as activity
    from conversations

    union all

    select
        customer_key,
        ordered_date as activity_date,
        'order' as activity
    from orders

    union all

    select
        resolved.customer_key,
        {{ local_date('sessions.started_at') }} as activity_date,
        'session' as activity
    from sessions
    inner join resolved
        on sessions.customer_record_key = resolved.customer_record_key
),

rolled_up as (
    select
        activities.customer_key,
        activities.activity_date,
        max(case when activities.activity = 'conversation' then 1 else 0 end) as conversation_days,
        max(case when activities.activity = 'order' then 1 else 0 end) as order_days,
        max(case when activities.activity = 'session' then 1 else 0 end) as session_days
    from activities
    inner join customers
        on activities.customer_key = customers.customer_key
    inner join days_compared
        on activities.activity_date = days_compared.observed_date
    group by activities.customer_key, activities.activity_date
),

final as (
    select
        customer_key,
        conversation_days = 1 as has_conversation,
        order_days = 1 as has_order,
        session_days = 1 as has_session,
        cast(conversation_days as integer) as customer_engagement_rate_numerator,
        1 as customer_engagement_rate_denominator,
        activity_date as metric_date
    from rolled_up
)

select * from final
