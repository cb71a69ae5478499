{#- numerator / denominator to six decimals, NULL without a denominator: engines differ in the
    scale of decimal division and in 1/0. -#}
{% macro ratio(numerator, denominator) -%}
    cast(
        round(
            cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0), 6
        ) as decimal(18, 6)
    )
{%- endmacro %}
