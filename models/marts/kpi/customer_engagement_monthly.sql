with

customer_days as (
    select * from {{ ref('int_customer_days_counted') }}
),

day_totals as (
    select * from {{ ref('int_days_counted') }}
),

days as (
    select * from {{ ref('int_days_observed') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

month_lengths as (
    select
        month_start_date,
        count(*) as day_count
    from dates
    group by month_start_date
),

observed_months as (
    select
        month_start_date,
        count(case when is_complete then 1 end) as complete_day_count
    from days
    group by month_start_date
),

people as (
    select
        {{ month_start('metric_date') }} as month_start_date,
        count(distinct case when customer_engagement_rate_numerator = 1 then customer_key end)
            as engaged_customer_count,
        count(distinct case when customer_engagement_rate_denominator = 1 then customer_key end)
            as active_customer_count
    from customer_days
    group by {{ month_start('metric_date') }}
),

levels as (
    select
        {{ month_start('metric_date') }} as month_start_date,
        sum(conversations_after_first_order) as conversation_count,
        sum(user_activity_level_numerator) as activity_numerator,
        sum(user_activity_level_denominator) as activity_denominator
    from day_totals
    group by {{ month_start('metric_date') }}
),

final as (
    select
        coalesce(people.engaged_customer_count, 0) as engaged_customer_count,
        coalesce(people.active_customer_count, 0) as active_customer_count,
        cast(levels.conversation_count as bigint) as conversations_after_first_order_count,
        cast(levels.activity_denominator as bigint) as customer_days_after_first_order,
        {{ ratio('people.engaged_customer_count', 'people.active_customer_count') }}
            as customer_engagement_rate,
        {{ ratio('levels.activity_numerator', 'levels.activity_denominator') }}
            as user_activity_level,
        observed_months.complete_day_count = month_lengths.day_count as is_complete,
        observed_months.month_start_date
    from observed_months
    inner join month_lengths
        on observed_months.month_start_date = month_lengths.month_start_date
    inner join levels
        on observed_months.month_start_date = levels.month_start_date
    left join people
        on observed_months.month_start_date = people.month_start_date
)

select * from final
