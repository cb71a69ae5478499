-- Every metric by week and by month, worked out from the rows and not from days: percentiles and
-- distinct counts do not add up.
{%- set counted = ['int_conversations_counted', 'int_turns_counted', 'int_orders_counted'] %}
{%- set periods = {'week': 'week_start_date', 'month': 'month_start_date'} %}
with

dates as (
    select * from {{ ref('dim_dates') }}
),

{%- for model_name in counted %}

{{ model_name }}_summed as (
    {%- for period_type, period_start in periods.items() %}
    select
        '{{ period_type }}' as period_type,
        dates.{{ period_start }} as period_start_date,
        {{ summed_metrics(model_name) }}
        count(*) as row_count
    from {{ ref(model_name) }} as counted
    inner join dates on counted.metric_date = dates.date_day
    group by dates.{{ period_start }}
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
