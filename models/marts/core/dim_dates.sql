with

observed_until as (
    select * from {{ ref('int_observed_until') }}
),

events as (
    {% for model, at in [
        ('int_customers', 'created_at'),
        ('int_orders', 'ordered_at'),
        ('int_refunds', 'refunded_at'),
        ('int_checkouts', 'created_at'),
        ('int_conversations', 'created_at'),
        ('int_messages', 'sent_at'),
        ('int_survey_responses', 'invited_at'),
        ('int_survey_responses', 'responded_at'),
        ('int_survey_funnels', 'cast(survey_date as timestamp)'),
        ('int_sessions', 'started_at'),
        ('int_subscriptions', 'started_at'),
        ('int_subscription_events', 'event_at'),
        ('int_notifications', 'sent_at'),
        ('int_experiment_assignments', 'assigned_at'),
    ] %}
    select
        min({{ at }}) as first_at,
        max({{ at }}) as last_at
    from {{ ref(model) }}
    left join observed_until on true
    where {{ at }} <= observed_until.plausible_until or observed_until.plausible_until is null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- Whole years, so that every month and year a report shows is complete.
bounds as (
    select
        cast(date_trunc('year', min({{ local_date('first_at') }})) as date) as first_date,
        cast(
            {{ dbt.dateadd('year', 1, "date_trunc('year', max(" ~ local_date('last_at') ~ "))") }}
            as date
        ) as end_date
    from events
),

-- 179 years.
numbers as (
    {{ dbt.generate_series(upper_bound=65536) }}
),

days as (
    select
        cast(
            {{ dbt.dateadd(
                'day', 'cast(numbers.generated_number - 1 as integer)', 'bounds.first_date'
            ) }}
            as date
        ) as date_day
    from bounds
    inner join numbers
        on
            numbers.generated_number
            <= {{ dbt.datediff('bounds.first_date', 'bounds.end_date', 'day') }}
),

-- 1900-01-01 was a Monday; engines number the days of the week differently.
weekdays as (
    select
        date_day,
        cast(mod({{ dbt.datediff("cast('1900-01-01' as date)", 'date_day', 'day') }}, 7) as integer)
        + 1 as iso_weekday
    from days
),

-- An ISO week belongs to the year of its Thursday.
thursdays as (
    select
        *,
        cast({{ dbt.dateadd('day', '4 - iso_weekday', 'date_day') }} as date) as thursday
    from weekdays
),

final as (
    select
        cast(extract(year from date_day) as integer) as calendar_year,
        cast(extract(quarter from date_day) as integer) as calendar_quarter,
        cast(extract(month from date_day) as integer) as calendar_month,
        cast(extract(day from date_day) as integer) as day_of_month,
        cast(extract(year from thursday) as integer) as iso_year,
        cast(floor((extract(doy from thursday) - 1) / 7.0) as integer) + 1 as iso_week,
        iso_weekday,
        iso_weekday >= 6 as is_weekend,
        date_day,
        cast({{ dbt.dateadd('day', '1 - iso_weekday', 'date_day') }} as date) as week_start_date,
        {{ month_start('date_day') }} as month_start_date,
        cast(date_trunc('quarter', date_day) as date) as quarter_start_date
    from thursdays
)

select * from final
