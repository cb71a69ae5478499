-- How long do customers wait for a person, by channel and weekday of the request, in business hours
-- and by the clock? Medians and 90th percentiles do not add up: they are made anew at this grain.
with

conversations as (
    select * from {{ ref('fct_conversations') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

final as (
    select
        conversations.channel,
        dates.iso_weekday,
        count(conversations.first_human_response_seconds) as answered_by_a_person,
        median(conversations.first_human_response_seconds) / 3600.0 as median_hours,
        quantile_cont(conversations.first_human_response_seconds, 0.9) / 3600.0 as p90_hours,
        median(conversations.first_human_response_business_seconds) / 3600.0
            as median_business_hours
    from conversations
    inner join dates on conversations.started_date = dates.date_day
    where conversations.is_human_replied
    group by conversations.channel, dates.iso_weekday
)

select * from final
order by channel, iso_weekday
