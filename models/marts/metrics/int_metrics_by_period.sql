-- Every metric of the semantic layer by day, week and month, by channel and over all channels, each
-- worked out from the rows: percentiles and distinct counts do not add up. What stands open counts
-- at the end of the last day on which anything is counted, the same for every channel.
{%- set counted = counted_models() %}
with

dates as (
    select * from {{ ref('dim_dates') }}
),

periods as (
    {%- for period_type, start_date in [
        ('day', 'date_day'),
        ('week', 'week_start_date'),
        ('month', 'month_start_date'),
    ] %}
    select
        '{{ period_type }}' as period_type,
        date_day,
        {{ start_date }} as period_start_date
    from dates
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

{%- for model_name, channel in counted.items() %}

{#- Only what stands open asks for the last day, and a window over all rows is dear. #}
{%- set kinds = metrics_counted_in(model_name) | map(attribute='kind') | list %}

{#- A left join: a day that dim_dates lacks fails `never_null`, and is not left out unseen. #}

{{ model_name }}_dated as (
    select
        counted.*,
        {%- if 'stock' in kinds %}
        max(counted.metric_date) over (
            partition by periods.period_type, periods.period_start_date
        ) as period_last_date,
        {%- endif %}
        periods.period_type,
        periods.period_start_date
    from {{ ref(model_name) }} as counted
    left join periods on counted.metric_date = periods.date_day
),

{{ model_name }}_summed as (
    select
        period_type,
        {%- if channel %}
        case when grouping({{ channel }}) = 0 then {{ channel }} else '(all)' end as channel,
        {%- else %}
        '(all)' as channel,
        {%- endif %}
        {{ summed_metrics(model_name) }}
        count(*) as row_count,
        period_start_date
    from {{ model_name }}_dated
    {%- if 'stock' in kinds %}
    where metric_date = period_last_date
    {%- endif %}
    group by period_type, period_start_date{% if channel %}, rollup({{ channel }}){% endif %}
),

{{ model_name }}_rows as (
    {{ metrics_as_rows(
        model_name, model_name ~ '_summed', ['period_type', 'channel', 'period_start_date']
    ) }}
),
{%- endfor %}

united as (
    {% for model_name in counted -%}
    select
        *,
        '{{ model_name }}' as source_model
    from {{ model_name }}_rows
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

final as (
    select
        metric,
        period_type,
        channel,
        source_model,
        numerator,
        denominator,
        metric_value,
        period_start_date
    from united
)

select * from final
