-- Opening hours laid on the calendar, in UTC, with all seconds open before each day: business
-- seconds between two moments are then a difference, over weekends and changes of the clock too.
with

hours as (
    select
        channel,
        iso_weekday,
        {{ minutes_of_day('opens_at') }} as opening_minute,
        {{ minutes_of_day('closes_at') }} as closing_minute
    from {{ ref('ref_business_hours') }}
),

holidays as (
    select * from {{ ref('ref_holidays') }}
),

scoped as (
    select * from {{ ref('int_conversations_scoped') }}
    where is_in_scope
),

span as (
    select
        min({{ local_date('started_at') }}) as first_date,
        max({{ local_date('last_public_message_at') }}) as last_date
    from scoped
),

-- 54 years.
numbers as (
    {{ dbt.generate_series(upper_bound=20000) }}
),

days as (
    select
        cast(
            {{ dbt.dateadd('day', 'cast(numbers.generated_number - 1 as integer)', 'first_date') }}
            as date
        ) as business_date
    from span
    inner join numbers
        on
            numbers.generated_number - 1
            <= {{ dbt.datediff('span.first_date', 'span.last_date', 'day') }}
),

channels as (
    select distinct channel
    from hours
),

-- A holiday of one channel may be one of all channels, too.
closed as (
    select distinct
        channels.channel,
        holidays.holiday_date
    from channels
    inner join holidays
        on holidays.channel in (channels.channel, '*')
),

opened as (
    select
        channels.channel,
        days.business_date,
        {{ local_to_utc(date_plus_minutes('days.business_date', 'hours.opening_minute')) }}
            as opens_at,
        {{ local_to_utc(date_plus_minutes('days.business_date', 'hours.closing_minute')) }}
            as closes_at
    from channels
    cross join days
    left join closed
        on
            channels.channel = closed.channel
            and days.business_date = closed.holiday_date
    left join hours
        on
            channels.channel = hours.channel
            and {{ iso_weekday('days.business_date') }} = hours.iso_weekday
            and closed.holiday_date is null
),

measured as (
    select
        *,
        coalesce({{ elapsed_seconds('opens_at', 'closes_at') }}, 0) as open_seconds
    from opened
),

final as (
    select
        channel,
        business_date,
        open_seconds,
        cast(coalesce(sum(open_seconds) over (
            partition by channel
            order by business_date
            rows between unbounded preceding and 1 preceding
        ), 0) as bigint) as open_seconds_before,
        opens_at,
        closes_at
    from measured
)

select * from final
