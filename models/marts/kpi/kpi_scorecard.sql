-- Every metric by week and by month, by channel and over all channels, beside the period before;
-- over all channels beside its target and what others report, too.
-- Two periods are compared where both are over and the same instances of what is counted are seen
-- in both. An instance that begins may take conversations of any channel away from the others, so
-- no channel is compared where not all of them together are.
{%- set counted_kinds = {
    'int_conversations_counted': "'messages'",
    'int_conversation_themes_counted': "'messages'",
    'int_turns_counted': "'messages'",
    'int_backlog_counted': "'messages'",
    'int_survey_responses_counted': "'surveys'",
    'int_survey_invitations_counted': "'surveys'",
    'int_orders_counted': "'orders'",
    'int_buyers_counted': "'orders'",
    'int_customers_counted': "'orders'",
    'int_customer_days_counted': "'messages', 'orders', 'sessions'",
    'int_days_counted': "'messages', 'orders'",
} %}
with

metrics as (
    select * from {{ ref('int_metrics_by_period') }}
    where period_type in ('week', 'month')
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

periods_altered as (
    select * from {{ ref('int_periods_altered') }}
),

altered as (
    {%- for source_model, kinds in counted_kinds.items() %}
    select distinct
        '{{ source_model }}' as source_model,
        period_type,
        period_start_date
    from periods_altered
    where record_kind in ({{ kinds }})
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
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
        case when grouping(conversations.channel) = 0 then conversations.channel else '(all)' end
            as channel,
        dates.{{ period_type }}_start_date as period_start_date,
        {{ ratio('sum(conversations.immature_conversations)', 'sum(conversations.conversations)') }}
            as immature_rate
    from conversations
    inner join dates on conversations.metric_date = dates.date_day
    group by dates.{{ period_type }}_start_date, rollup(conversations.channel)
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
        altered.period_start_date is not null as has_other_instances,
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
            and bounded.channel = previous.channel
            and bounded.period_start_date = previous.next_period_start_date
    left join immature
        on
            bounded.period_type = immature.period_type
            and bounded.channel = immature.channel
            and bounded.period_start_date = immature.period_start_date
            and bounded.source_model in ('int_conversations_counted', 'int_turns_counted')
    left join altered
        on
            bounded.source_model = altered.source_model
            and bounded.period_type = altered.period_type
            and bounded.period_start_date = altered.period_start_date
    left join observed on true
    left join observed_kinds on true
),

explained as (
    select
        *,
        case
            when metric_value is null then 'no_value'
            when previous_value is null then 'no_previous'
            when not is_complete then 'incomplete'
            when has_other_instances then 'other_instances'
        end as no_change_reason
    from compared
),

-- Targets are set, and benchmarks reported, for all channels together, whose mix meets them or not.
aimed as (
    select
        explained.*,
        definitions.label,
        definitions.direction,
        case when explained.channel = '(all)' then definitions.target_value end as target_value,
        case when explained.channel = '(all)' then definitions.benchmark_low end as benchmark_low,
        case when explained.channel = '(all)' then definitions.benchmark_high end as benchmark_high
    from explained
    inner join definitions on explained.metric = definitions.metric
),

final as (
    select
        metric,
        period_type,
        channel,
        label,
        direction,
        case
            when target_value is null then 'no_target'
            when not is_complete then 'incomplete'
            when
                metric_value is null
                or coalesce(denominator, numerator) < {{ var('scorecard_min_sample') }}
                then 'too_few'
            when direction = 'higher' and metric_value >= target_value then 'on_target'
            when direction = 'lower' and metric_value <= target_value then 'on_target'
            else 'off_target'
        end as status,
        no_change_reason,
        numerator,
        denominator,
        metric_value,
        previous_value,
        case
            when no_change_reason is null
                then cast(metric_value - previous_value as decimal(28, 6))
        end as change_value,
        target_value,
        benchmark_low,
        benchmark_high,
        immature_rate,
        is_complete,
        period_start_date
    from aimed
)

select * from final
