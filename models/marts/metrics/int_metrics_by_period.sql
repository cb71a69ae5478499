-- Every metric by week and by month, worked out from the rows and not from days: percentiles and
-- distinct counts do not add up. What stands open counts at the end of the last day.
{%- set counted = counted_models() %}
with

dates as (
    select * from {{ ref('dim_dates') }}
),

{%- for model_name in counted %}

{#- Only what stands open asks for the last day, and a window over all rows is dear. #}
{%- set kinds = metrics_counted_in(model_name) | map(attribute='kind') | list %}

{{ model_name }}_dated as (
    select
        counted.*,
        {%- if 'stock' in kinds %}
        max(counted.metric_date) over (partition by dates.week_start_date) as week_last_date,
        max(counted.metric_date) over (partition by dates.month_start_date) as month_last_date,
        {%- endif %}
        dates.week_start_date,
        dates.month_start_date
    from {{ ref(model_name) }} as counted
    inner join dates on counted.metric_date = dates.date_day
),

{{ model_name }}_summed as (
    {%- for period_type in ['week', 'month'] %}
    select
        '{{ period_type }}' as period_type,
        {{ period_type }}_start_date as period_start_date,
        {{ summed_metrics(model_name) }}
        count(*) as row_count
    from {{ model_name }}_dated
    {% if 'stock' in kinds -%}
    where metric_date = {{ period_type }}_last_date
    {% endif -%}
    group by {{ period_type }}_start_date
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

{{ model_name }}_rows as (
    {{ metrics_as_rows(
        model_name, model_name ~ '_summed', ['period_type', 'period_start_date']
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
        source_model,
        numerator,
        denominator,
        metric_value,
        period_start_date
    from united
)

select * from final
