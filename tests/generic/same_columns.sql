{#- Columns in which a model differs from `reference` in name, order or type: what a `union all` of
    several models by position takes for granted. -#}
{% test same_columns(model, reference) %}

{%- set differences = [] -%}
{%- if execute -%}
    {%- set actual = adapter.get_columns_in_relation(model) -%}
    {%- set expected = adapter.get_columns_in_relation(reference) -%}
    {%- for number in range([actual | length, expected | length] | max) -%}
        {%- set found = actual[number].name ~ ' ' ~ actual[number].data_type
            if number < actual | length else 'nothing' -%}
        {%- set wanted = expected[number].name ~ ' ' ~ expected[number].data_type
            if number < expected | length else 'nothing' -%}
        {%- if found | lower != wanted | lower -%}
            {%- do differences.append((number + 1, found, wanted)) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endif -%}

{%- for number, found, wanted in differences %}
select
    {{ number }} as column_number,
    '{{ found }}' as found,
    '{{ wanted }}' as wanted
{{ 'union all' if not loop.last }}
{%- else %}
select 1 as no_difference
where false
{%- endfor %}

{% endtest %}
