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
    inner join days
        on activities.activity_date = days.observed_date
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
