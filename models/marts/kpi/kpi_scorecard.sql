-- Every metric by week and by month beside the period before, its target and what others report.
with

metrics as (
    select * from {{ ref('int_metrics_by_period') }}
),

definitions as (
    select * from {{ ref('kpi_definitions') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

conversations as (
    select * from {{ ref('int_conversations_counted') }}
),

observed as (
    select least(conversations_observed_until, orders_observed_until) as observed_until
    from {{ ref('int_observed_until') }}
),

-- Surveys and visits come from tools of their own, which may have been exported earlier.
observed_kinds as (
    select
        min(case when record_kind = 'surveys' then observed_until end) as surveys_observed_until,
        min(case when record_kind = 'sessions' then observed_until end) as sessions_observed_until
    from {{ ref('int_instances_observed') }}
    where not is_retired
),

-- Of conversations alone is it known how many cannot be judged yet.
immature as (
    {%- for period_type in ['week', 'month'] %}
    select
        '{{ period_type }}' as period_type,
        dates.{{ period_type }}_start_date as period_start_date,
        {{ ratio('sum(conversations.immature_conversations)', 'sum(conversations.conversations)') }}
            as immature_rate
    from conversations
    inner join dates on conversations.metric_date = dates.date_day
    group by dates.{{ period_type }}_start_date
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

bounded as (
    select
        *,
        case
            when period_type = 'week'
                then cast({{ dbt.dateadd('day', 7, 'period_start_date') }} as date)
            else cast({{ dbt.dateadd('month', 1, 'period_start_date') }} as date)
        end as next_period_start_date
    from metrics
),

compared as (
    select
        bounded.*,
        previous.metric_value as previous_value,
        immature.immature_rate,
        bounded.next_period_start_date <= case
            when bounded.source_model = 'int_survey_responses_counted'
                then {{ local_date('observed_kinds.surveys_observed_until') }}
            when bounded.source_model = 'int_survey_invitations_counted'
                then {{ local_date(
                    add_days(
                        'observed_kinds.surveys_observed_until',
                        '-' ~ var('survey_response_window_days')
                    )
                ) }}
            when bounded.metric = 'customer_engagement_rate'
                then least(
                        {{ local_date('observed.observed_until') }},
                        {{ local_date('observed_kinds.sessions_observed_until') }}
                    )
            else {{ local_date('observed.observed_until') }}
        end as is_complete
    from bounded
    left join bounded as previous
        on
            bounded.metric = previous.metric
            and bounded.period_type = previous.period_type
            and bounded.period_start_date = previous.next_period_start_date
    left join immature
        on
            bounded.period_type = immature.period_type
            and bounded.period_start_date = immature.period_start_date
            and bounded.source_model in ('int_conversations_counted', 'int_turns_counted')
    left join observed on true
    left join observed_kinds on true
),

final as (
    select
        compared.metric,
        compared.period_type,
        definitions.label,
        definitions.direction,
        case
            when definitions.target_value is null then 'no_target'
            when not compared.is_complete then 'incomplete'
            when
                compared.metric_value is null
                or coalesce(compared.denominator, compared.numerator)
                < {{ var('scorecard_min_sample') }}
                then 'too_few'
            when
                definitions.direction = 'higher'
                and compared.metric_value >= definitions.target_value
                then 'on_target'
            when
                definitions.direction = 'lower'
                and compared.metric_value <= definitions.target_value
                then 'on_target'
            else 'off_target'
        end as status,
        compared.numerator,
        compared.denominator,
        compared.metric_value,
        compared.previous_value,
        cast(compared.metric_value - compared.previous_value as decimal(28, 6)) as change_value,
        definitions.target_value,
        definitions.benchmark_low,
        definitions.benchmark_high,
        compared.immature_rate,
        compared.is_complete,
        compared.period_start_date
    from compared
    inner join definitions on compared.metric = definitions.metric
)

select * from final
