-- Every metric of the semantic layer in one long table, by day and channel, and over all channels:
-- percentiles and distinct counts do not add up, so each of the two is worked out from the rows.
{%- set counted = counted_models() %}
with

{%- for model_name, channel in counted.items() %}

{{ model_name }}_summed as (
    {%- if channel %}
    select
        metric_date,
        {{ channel }} as channel,
        {{ summed_metrics(model_name) }}
        count(*) as row_count
    from {{ ref(model_name) }}
    group by metric_date, {{ channel }}
    union all
    {%- endif %}
    select
        metric_date,
        '(all)' as channel,
        {{ summed_metrics(model_name) }}
        count(*) as row_count
    from {{ ref(model_name) }}
    group by metric_date
),

{{ model_name }}_rows as (
    {{ metrics_as_rows(model_name, model_name ~ '_summed', ['metric_date', 'channel']) }}
),
{%- endfor %}

united as (
    {% for model_name in counted -%}
    select * from {{ model_name }}_rows
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

final as (
    select
        metric,
        channel,
        numerator,
        denominator,
        metric_value,
        metric_date
    from united
)

select * from final
