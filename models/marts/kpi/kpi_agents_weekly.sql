-- Activity is of the week in which the agent wrote. What came of it is of the week in which the
-- conversation started, as everywhere: then all outcomes of a row are of the same conversations.
-- What is resolved or reopened, and of which conversations, is said in `int_conversations_counted`.
with

answers as (
    select * from {{ ref('int_human_answers_credited') }}
),

conversations as (
    select * from {{ ref('int_conversations_counted') }}
),

ratings as (
    select
        conversation_key,
        is_csat_positive
    from {{ ref('fct_conversations') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

written as (
    select
        answers.agent_key,
        dates.week_start_date,
        count(*) as answer_count,
        count(distinct answers.conversation_key) as answered_conversation_count
    from answers
    inner join dates
        on answers.answered_date = dates.date_day
    group by answers.agent_key, dates.week_start_date
),

outcomes as (
    select
        answers.*,
        dates.week_start_date,
        conversations.first_human_response_seconds,
        conversations.immature_conversations,
        conversations.unobservable_conversations,
        conversations.unjudgeable_conversations,
        conversations.resolution_rate_numerator,
        conversations.resolution_rate_denominator,
        conversations.reopen_rate_numerator,
        conversations.reopen_rate_denominator,
        ratings.is_csat_positive
    from answers
    inner join conversations
        on answers.conversation_key = conversations.conversation_key
    inner join ratings
        on answers.conversation_key = ratings.conversation_key
    inner join dates
        on conversations.metric_date = dates.date_day
),

credited as (
    select
        agent_key,
        week_start_date,
        -- Where messages are missing, nobody knows when somebody first answered.
        count(case when is_first_response then first_human_response_seconds end)
            as first_human_response_seconds_mean_denominator,
        sum(case when is_first_response then first_human_response_seconds else 0 end)
            as first_human_response_seconds_mean_numerator,
        count(response_seconds) as turn_count,
        coalesce(sum(response_seconds), 0) as turn_response_seconds,
        count(case when is_last_before_resolution then 1 end) as handled_conversation_count,
        sum(case when is_last_before_resolution then immature_conversations else 0 end)
            as immature_count,
        sum(case when is_last_before_resolution then unobservable_conversations else 0 end)
            as unobservable_count,
        sum(case when is_last_before_resolution then unjudgeable_conversations else 0 end)
            as unjudgeable_count,
        sum(case when is_last_before_resolution then resolution_rate_denominator else 0 end)
            as resolution_rate_denominator,
        sum(case when is_last_before_resolution then resolution_rate_numerator else 0 end)
            as resolution_rate_numerator,
        sum(case when is_last_before_solve then reopen_rate_denominator else 0 end)
            as reopen_rate_denominator,
        sum(case when is_last_before_solve then reopen_rate_numerator else 0 end)
            as reopen_rate_numerator,
        count(case when is_last_before_rating and is_csat_positive is not null then 1 end)
            as rated_conversation_csat_rate_denominator,
        count(case when is_last_before_rating and is_csat_positive then 1 end)
            as rated_conversation_csat_rate_numerator,
        {{ percentile('response_seconds', 0.5) }} as median_response_seconds,
        {{ percentile('response_seconds', 0.9) }} as p90_response_seconds
    from outcomes
    group by agent_key, week_start_date
),

weeks as (
    select
        agent_key,
        week_start_date
    from written
    union distinct
    select
        agent_key,
        week_start_date
    from credited
),

final as (
    select
        weeks.agent_key,
        coalesce(written.answer_count, 0) as answer_count,
        coalesce(written.answered_conversation_count, 0) as answered_conversation_count,
        cast(coalesce(credited.first_human_response_seconds_mean_denominator, 0) as bigint)
            as first_human_response_seconds_mean_denominator,
        cast(coalesce(credited.first_human_response_seconds_mean_numerator, 0) as bigint)
            as first_human_response_seconds_mean_numerator,
        cast(coalesce(credited.turn_count, 0) as bigint) as turn_count,
        cast(coalesce(credited.turn_response_seconds, 0) as bigint) as turn_response_seconds,
        cast(coalesce(credited.handled_conversation_count, 0) as bigint)
            as handled_conversation_count,
        cast(coalesce(credited.immature_count, 0) as bigint) as immature_count,
        cast(coalesce(credited.unobservable_count, 0) as bigint) as unobservable_count,
        cast(coalesce(credited.unjudgeable_count, 0) as bigint) as unjudgeable_count,
        cast(coalesce(credited.resolution_rate_denominator, 0) as bigint)
            as resolution_rate_denominator,
        cast(coalesce(credited.resolution_rate_numerator, 0) as bigint)
            as resolution_rate_numerator,
        cast(coalesce(credited.reopen_rate_denominator, 0) as bigint) as reopen_rate_denominator,
        cast(coalesce(credited.reopen_rate_numerator, 0) as bigint) as reopen_rate_numerator,
        cast(coalesce(credited.rated_conversation_csat_rate_denominator, 0) as bigint)
            as rated_conversation_csat_rate_denominator,
        cast(coalesce(credited.rated_conversation_csat_rate_numerator, 0) as bigint)
            as rated_conversation_csat_rate_numerator,
        {{ ratio('credited.turn_response_seconds', 'credited.turn_count') }}
            as mean_response_seconds,
        credited.median_response_seconds,
        credited.p90_response_seconds,
        {{ ratio(
            'credited.first_human_response_seconds_mean_numerator',
            'credited.first_human_response_seconds_mean_denominator'
        ) }} as first_human_response_seconds_mean,
        {{ ratio(
            'credited.resolution_rate_numerator',
            'credited.resolution_rate_denominator'
        ) }} as resolution_rate,
        {{ ratio(
            'credited.reopen_rate_numerator',
            'credited.reopen_rate_denominator'
        ) }} as reopen_rate,
        {{ ratio(
            'credited.rated_conversation_csat_rate_numerator',
            'credited.rated_conversation_csat_rate_denominator'
        ) }} as rated_conversation_csat_rate,
        weeks.week_start_date
    from weeks
    left join written
        on
            weeks.agent_key = written.agent_key
            and weeks.week_start_date = written.week_start_date
    left join credited
        on
            weeks.agent_key = credited.agent_key
            and weeks.week_start_date = credited.week_start_date
)

select * from final
