{#- What a metric adds up, row by row: two columns, `<metric>_numerator` and `<metric>_denominator`.
    Every mart and the semantic layer sum these and divide; nothing else defines a metric. A row whose
    answer is unknown is in neither. -#}

{#- A share: of the rows that meet `among`, those that meet `of`. The numerator is part of the
    denominator by construction. -#}
{% macro share(metric, of, among='true') -%}
    case when ({{ among }}) and ({{ of }}) then 1 else 0 end as {{ metric }}_numerator,
    case when ({{ among }}) and ({{ of }}) is not null then 1 else 0 end as {{ metric }}_denominator
{%- endmacro %}

{#- A mean: the sum of a number over the rows that have one. -#}
{% macro mean(metric, of) -%}
    coalesce({{ of }}, 0) as {{ metric }}_numerator,
    case when ({{ of }}) is not null then 1 else 0 end as {{ metric }}_denominator
{%- endmacro %}
