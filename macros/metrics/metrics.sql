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


{#- The columns of a components model that its metrics add up: a number in every row. -#}
{% macro added_up_columns(model_name) -%}
    {%- set columns = [] -%}
    {%- for metric in metrics_counted_in(model_name) -%}
        {%- if metric.kind in ('count', 'stock') -%}
            {%- do columns.append(metric.name) -%}
        {%- elif metric.kind != 'percentile' -%}
            {%- do columns.extend([metric.name ~ '_numerator', metric.name ~ '_denominator']) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(columns) }}
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
    {{ return(adapter.dispatch('metrics_as_rows')(model_name, summed, columns)) }}
{%- endmacro %}


{% macro default__metrics_as_rows(model_name, summed, columns) -%}
    {%- for figure in metric_figures(model_name) %}
    select
        {{ columns | join(', ') }},
        '{{ figure.metric }}' as metric,
        {{ figure.numerator }} as numerator,
        {{ figure.denominator }} as denominator,
        {{ figure.value }} as metric_value
    from {{ summed }}
    {% if figure.where %}where {{ figure.where }}{% endif %}
    union all
    {%- endfor %}
    select
        {% for column in columns -%}
        cast(null as {{ 'date' if 'date' in column else 'string' }}) as {{ column }},
        {% endfor -%}
        cast(null as string) as metric,
        cast(null as decimal(28, 6)) as numerator,
        cast(null as decimal(28, 6)) as denominator,
        cast(null as decimal(28, 6)) as metric_value
    where false
{%- endmacro %}


{#- Spark would sum everything anew for each metric: here every group is made rows at once. -#}
{% macro spark__metrics_as_rows(model_name, summed, columns) -%}
    select
        {{ columns | join(', ') }},
        figure.metric,
        figure.numerator,
        figure.denominator,
        figure.metric_value
    from (
        select
            {{ columns | join(', ') }},
            explode(array(
                {%- for figure in metric_figures(model_name) %}
                named_struct(
                    'metric', '{{ figure.metric }}', 'numerator', {{ figure.numerator }},
                    'denominator', {{ figure.denominator }}, 'metric_value', {{ figure.value }},
                    'is_shown', {{ figure.where or 'true' }}
                ) {%- if not loop.last %},{% endif %}
                {%- endfor %}
            )) as figure
        from {{ summed }}
    ) as figures
    where figure.is_shown
{%- endmacro %}


{#- What makes up a row of each metric of a components model, as SQL over what `summed_metrics` made. -#}
{% macro metric_figures(model_name) -%}
    {%- set figures = [] -%}
    {%- for metric in metrics_counted_in(model_name) -%}
        {%- set numerator, denominator = metric.name ~ '_numerator', metric.name ~ '_denominator' -%}
        {%- set figure = {
            'metric': metric.name,
            'numerator': 'cast(' ~ numerator ~ ' as decimal(28, 6))',
            'denominator': 'cast(' ~ denominator ~ ' as decimal(28, 6))',
        } -%}
        {%- if metric.kind == 'percentile' -%}
            {%- do figure.update({
                'numerator': 'cast(null as decimal(28, 6))', 'value': 'cast(' ~ metric.name ~ ' as decimal(28, 6))', 'where': denominator ~ ' > 0',
            }) -%}
        {%- elif metric.kind in ('count', 'stock') -%}
            {%- do figure.update({
                'denominator': 'cast(null as decimal(28, 6))', 'value': 'cast(' ~ numerator ~ ' as decimal(28, 6))',
            }) -%}
        {%- else -%}
            {%- do figure.update({
                'value': ratio(numerator, denominator, 28),
                'where': denominator ~ ' <> 0 or ' ~ numerator ~ ' <> 0',
            }) -%}
        {%- endif -%}
        {%- do figures.append(figure) -%}
    {%- endfor -%}
    {{ return(figures) }}
{%- endmacro %}
