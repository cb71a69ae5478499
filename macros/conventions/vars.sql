{#- Settings as users write them: `2019-01-01` without quotes is a date in YAML, `'5'` a text. -#}

{#- A day or time that is set, as text; none if it is unset. -#}
{% macro date_var(name) -%}
    {%- set value = var(name, none) -%}
    {{ return(none if value is none else value | string | trim) }}
{%- endmacro %}
