{#- What happened after the var as_of is invisible. Unset, both compile to nothing. -#}

{#- A time of a record that is itself visible; NULL if it lies after as_of. -#}
{% macro visible(timestamp) -%}
    {%- if var('as_of', none) -%}
    case when {{ timestamp }} <= timestamp '{{ var("as_of") }}' then {{ timestamp }} end
    {%- else -%}
    {{ timestamp }}
    {%- endif -%}
{%- endmacro %}


{#- Whether a nested event (a part, a refund, a transaction) is visible. -#}
{% macro is_visible(timestamp) -%}
    {%- if var('as_of', none) -%}
    ({{ timestamp }} <= timestamp '{{ var("as_of") }}')
    {%- else -%}
    true
    {%- endif -%}
{%- endmacro %}
