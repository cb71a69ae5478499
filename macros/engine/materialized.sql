{#- `name as {{ materialized() }} (...)`: compute this CTE once, as written. DuckDB otherwise merges a
    long chain of CTEs into one, and the time it plans grows fourfold with every few of them. Engines
    without the word leave it out. -#}
{% macro materialized() -%}
    {{ return(adapter.dispatch('materialized')()) }}
{%- endmacro %}

{% macro default__materialized() -%}{%- endmacro %}

{% macro duckdb__materialized() -%}materialized{%- endmacro %}
