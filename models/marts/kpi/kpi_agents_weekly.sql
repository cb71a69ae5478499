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
        count(case when is_first_response then 1 end) as first_human_response_count,
        sum(case when is_first_response then first_human_response_seconds else 0 end)
            as first_human_response_seconds,
        count(response_seconds) as turn_count,
        coalesce(sum(response_seconds), 0) as turn_response_seconds,
        count(case when is_last_before_resolution then 1 end) as handled_conversation_count,
        {% for moment, component, count in [
            ('resolution', 'immature_conversations', 'immature_count'),
            ('resolution', 'unobservable_conversations', 'unobservable_count'),
            ('resolution', 'resolution_rate_denominator', 'evaluable_count'),
            ('resolution', 'resolution_rate_numerator', 'resolved_count'),
            ('solve', 'reopen_rate_denominator', 'solved_count'),
            ('solve', 'reopen_rate_numerator', 'reopened_count'),
        ] -%}
        sum(case when is_last_before_{{ moment }} then {{ component }} else 0 end) as {{ count }},
        {% endfor -%}
        count(case when is_last_before_rating and is_csat_positive is not null then 1 end)
            as csat_answered_count,
        count(case when is_last_before_rating and is_csat_positive then 1 end)
            as csat_positive_count,
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
            'first_human_response_count', 'first_human_response_seconds', 'turn_count',
            'turn_response_seconds', 'handled_conversation_count', 'immature_count',
            'unobservable_count', 'evaluable_count', 'resolved_count', 'solved_count',
            'reopened_count', 'csat_answered_count', 'csat_positive_count',
        ] -%}
        cast(coalesce(credited.{{ column }}, 0) as bigint) as {{ column }},
        {% endfor -%}
        {{ ratio('credited.first_human_response_seconds', 'credited.first_human_response_count') }}
            as mean_first_human_response_seconds,
        {{ ratio('credited.turn_response_seconds', 'credited.turn_count') }}
            as mean_response_seconds,
        credited.median_response_seconds,
        credited.p90_response_seconds,
        {{ ratio('credited.resolved_count', 'credited.evaluable_count') }} as resolution_rate,
        {{ ratio('credited.reopened_count', 'credited.solved_count') }} as reopen_rate,
        {{ ratio('credited.csat_positive_count', 'credited.csat_answered_count') }} as csat_rate,
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
