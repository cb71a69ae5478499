{#- The components models, each with the column that stands for its channel, if it has one. dbt finds
    no models while parsing, so the list is written here; a test holds it complete. -#}
{% macro counted_models() -%}
    {{ return({
        'int_conversations_counted': 'channel',
        'int_conversation_themes_counted': 'channel',
        'int_turns_counted': 'channel',
        'int_backlog_counted': 'channel',
        'int_survey_responses_counted': 'channel',
        'int_survey_invitations_counted': 'channel',
        'int_orders_counted': 'sales_channel',
        'int_buyers_counted': none,
        'int_customers_counted': none,
        'int_customer_days_counted': none,
        'int_days_counted': none,
    }) }}
{%- endmacro %}


{#- The metrics that a components model counts, as the semantic layer (models/semantic) declares them:
    what is said there is not said again here. Metrics without a `kind` are numerators and denominators
    of others. While parsing, and in unit tests, dbt shows none. -#}
{% macro metrics_counted_in(model_name) -%}
    {%- set found = [] -%}
    {%- for metric in (graph.get('metrics', {}).values() if execute else []) | sort(attribute='name') -%}
        {%- set meta = metric.config.meta -%}
        {%- if meta.kind and meta.counted_in == model_name -%}
            {%- do found.append({
                'name': metric.name, 'kind': meta.kind, 'column': meta.column,
                'fraction': meta.fraction, 'distinct': meta.distinct,
            }) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}


{#- Every metric of a components model for a group of its rows: `<metric>_numerator` and
    `<metric>_denominator`; for a percentile its value, and how many values it is of. -#}
{% macro summed_metrics(model_name) -%}
    {%- for metric in metrics_counted_in(model_name) -%}
        {%- if metric.kind == 'percentile' %}
        {{ percentile(metric.column, metric.fraction) }} as {{ metric.name }},
        count({{ metric.column }}) as {{ metric.name }}_denominator,
        {%- elif metric.kind in ('count', 'stock') %}
        sum({{ metric.name }}) as {{ metric.name }}_numerator,
        {%- elif metric.kind == 'distinct_share' %}
        count(distinct case when {{ metric.name }}_numerator = 1 then {{ metric.distinct }} end)
            as {{ metric.name }}_numerator,
        count(distinct case when {{ metric.name }}_denominator = 1 then {{ metric.distinct }} end)
            as {{ metric.name }}_denominator,
        {%- else %}
        sum({{ metric.name }}_numerator) as {{ metric.name }}_numerator,
        sum({{ metric.name }}_denominator) as {{ metric.name }}_denominator,
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}


{#- The same metrics as one row each: metric, numerator, denominator and value, from a table of groups
    that `summed_metrics` made. `columns` are carried along. Groups that a metric does not concern have
    no row. -#}
{% macro metrics_as_rows(model_name, summed, columns) -%}
    {%- for metric in metrics_counted_in(model_name) %}
    select
        {{ columns | join(', ') }},
        '{{ metric.name }}' as metric,
        {% if metric.kind == 'percentile' -%}
        cast(null as decimal(28, 6)) as numerator,
        cast({{ metric.name }}_denominator as decimal(28, 6)) as denominator,
        {{ metric.name }} as metric_value
    from {{ summed }}
    where {{ metric.name }}_denominator > 0
        {%- elif metric.kind in ('count', 'stock') -%}
        cast({{ metric.name }}_numerator as decimal(28, 6)) as numerator,
        cast(null as decimal(28, 6)) as denominator,
        cast({{ metric.name }}_numerator as decimal(18, 6)) as metric_value
    from {{ summed }}
        {%- else -%}
        cast({{ metric.name }}_numerator as decimal(28, 6)) as numerator,
        cast({{ metric.name }}_denominator as decimal(28, 6)) as denominator,
        {{ ratio(metric.name ~ '_numerator', metric.name ~ '_denominator') }} as metric_value
    from {{ summed }}
    where {{ metric.name }}_denominator <> 0 or {{ metric.name }}_numerator <> 0
        {%- endif %}
    union all
    {%- endfor %}
    select
        {% for column in columns -%}
        cast(null as {{ 'date' if 'date' in column else 'string' }}) as {{ column }},
        {% endfor -%}
        cast(null as string) as metric,
        cast(null as decimal(28, 6)) as numerator,
        cast(null as decimal(28, 6)) as denominator,
        cast(null as decimal(18, 6)) as metric_value
    where false
{%- endmacro %}


{#- The columns that a wide mart shows of each metric of a components model, from a table of groups
    that `summed_metrics` made: numerator, denominator and value; for a percentile its sample size and
    value. A count is its value. -#}
{% macro metric_columns(model_name, summed) -%}
    {%- for metric in metrics_counted_in(model_name) -%}
        {%- set column = summed ~ '.' ~ metric.name -%}
        {%- if metric.kind == 'percentile' %}
        cast(coalesce({{ column }}_denominator, 0) as bigint) as {{ metric.name }}_denominator,
        {{ column }},
        {%- elif metric.kind not in ('count', 'stock') %}
        cast(coalesce({{ column }}_numerator, 0) as {{ 'decimal(18, 4)' if metric.kind == 'ratio' else 'bigint' }})
            as {{ metric.name }}_numerator,
        cast(coalesce({{ column }}_denominator, 0) as bigint) as {{ metric.name }}_denominator,
        {{ ratio(column ~ '_numerator', column ~ '_denominator') }} as {{ metric.name }},
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
