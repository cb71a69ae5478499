{#- The rules of a test `holds`, each as its name, the number of rows that break it, one of them, and
    how a query goes on that finds them; all but the last are aggregates over the model. -#}
{% macro stated_rules(unique, never_null, accepted_values, sentences) -%}
    {%- set rules = [] -%}
    {#- A surrogate key may be quoted; a native id may be an address. -#}
    {%- set keys = unique | select('string') | list -%}
    {%- set key = keys[0] if keys and keys[0].endswith('_key') else 'cast(null as ' ~ dbt.type_string() ~ ')' -%}
    {%- for columns in unique -%}
        {%- do rules.append(unique_rule([columns] if columns is string else columns)) -%}
    {%- endfor -%}
    {%- if never_null -%}
        {%- set missing = [] -%}
        {%- for column in never_null -%}
            {%- do missing.append("max(case when " ~ column ~ " is null then '" ~ column ~ "' end)") -%}
        {%- endfor -%}
        {%- do rules.append(row_rule(
            "concat_ws(', ', " ~ missing | join(', ') ~ ") || ' is never NULL'",
            never_null | join(' is null or ') ~ ' is null', key
        )) -%}
    {%- endif -%}
    {%- for column, values in accepted_values.items() -%}
        {%- set listed = "'" ~ values | map('string') | join("', '") ~ "'" -%}
        {%- do rules.append(row_rule(
            "'" ~ sql_text(column ~ ' is one of ' ~ values | join(', ')) ~ "'", column ~ ' not in (' ~ listed ~ ')', key
        )) -%}
    {%- endfor -%}
    {%- for sentence in sentences -%}
        {%- set name, expression = (sentence, sentence) if sentence is string else (sentence.items() | first) -%}
        {%- set expression = expression.split() | join(' ') -%}
        {%- do rules.append(row_rule("'" ~ sql_text(name) ~ "'", 'not (' ~ expression ~ ')', key)) -%}
    {%- endfor -%}
    {{ return(rules) }}
{%- endmacro %}

{#- A rule that a row breaks by itself: those of which `condition` is true. -#}
{% macro row_rule(name, condition, key) -%}
    {{ return({
        'name': name,
        'broken': 'count(case when ' ~ condition ~ ' then 1 end)',
        'example': 'min(case when ' ~ condition ~ ' then ' ~ key ~ ' end)',
        'search': ' where ' ~ condition,
    }) }}
{%- endmacro %}

{#- A rule that rows break together: those more than their keys. NULLs of a key of several columns
    count as equal. -#}
{% macro unique_rule(columns) -%}
    {%- set listed = columns | join(', ') -%}
    {{ return({
        'name': "'" ~ listed ~ " is unique'",
        'broken': surplus_rows(columns),
        'example': 'cast(null as ' ~ dbt.type_string() ~ ')',
        'search': ' qualify count(*) over (partition by ' ~ listed ~ ') > 1',
    }) }}
{%- endmacro %}
