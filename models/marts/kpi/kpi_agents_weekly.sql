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
        count(case when is_first_response then 1 end)
            as first_human_response_seconds_mean_denominator,
        sum(case when is_first_response then first_human_response_seconds else 0 end)
            as first_human_response_seconds_mean_numerator,
        count(response_seconds) as turn_count,
        coalesce(sum(response_seconds), 0) as turn_response_seconds,
        count(case when is_last_before_resolution then 1 end) as handled_conversation_count,
        {% for state in ['immature', 'unobservable', 'unjudgeable'] -%}
        sum(case when is_last_before_resolution then {{ state }}_conversations else 0 end)
            as {{ state }}_count,
        {% endfor -%}
        {% for moment, component in [
            ('resolution', 'resolution_rate_denominator'),
            ('resolution', 'resolution_rate_numerator'),
            ('solve', 'reopen_rate_denominator'),
            ('solve', 'reopen_rate_numerator'),
        ] -%}
        sum(case when is_last_before_{{ moment }} then {{ component }} else 0 end)
            as {{ component }},
        {% endfor -%}
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
        {% for column in ['answer_count', 'answered_conversation_count'] -%}
        coalesce(written.{{ column }}, 0) as {{ column }},
        {% endfor -%}
        {% for column in [
            'first_human_response_seconds_mean_denominator',
            'first_human_response_seconds_mean_numerator', 'turn_count', 'turn_response_seconds',
            'handled_conversation_count', 'immature_count', 'unobservable_count',
            'unjudgeable_count', 'resolution_rate_denominator', 'resolution_rate_numerator',
            'reopen_rate_denominator', 'reopen_rate_numerator', 'rated_conversation_csat_rate_denominator',
            'rated_conversation_csat_rate_numerator',
        ] -%}
        cast(coalesce(credited.{{ column }}, 0) as bigint) as {{ column }},
        {% endfor -%}
        {{ ratio('credited.turn_response_seconds', 'credited.turn_count') }}
            as mean_response_seconds,
        credited.median_response_seconds,
        credited.p90_response_seconds,
        {% for metric in [
            'first_human_response_seconds_mean', 'resolution_rate', 'reopen_rate',
            'rated_conversation_csat_rate',
        ] -%}
        {{ ratio('credited.' ~ metric ~ '_numerator', 'credited.' ~ metric ~ '_denominator') }}
            as {{ metric }},
        {% endfor -%}
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
