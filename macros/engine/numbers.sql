{#- A double rounded to so many decimals, halves away from zero. Engines round another way: one
    the binary number, another the decimal number that it prints. -#}
{% macro rounded(number, decimals) -%}
    {{ return(adapter.dispatch('rounded')(number, decimals)) }}
{%- endmacro %}

{% macro duckdb__rounded(number, decimals) -%}
    round({{ number }}, {{ decimals }})
{%- endmacro %}

{% macro spark__rounded(number, decimals) -%}
    {%- set unit = '1' ~ '0' * decimals ~ 'D' -%}
    (round(({{ number }}) * {{ unit }}) / {{ unit }})
{%- endmacro %}

{#- An amount times a quantity or an exchange rate, to four decimals. DuckDB keeps the product of two decimals in the wider
    one's precision, where a million times a rate of eight decimals is too large. -#}
{% macro amount_times(amount, factor) -%}
    {{ return(adapter.dispatch('amount_times')(amount, factor)) }}
{%- endmacro %}

{% macro duckdb__amount_times(amount, factor) -%}
    cast(round(cast({{ amount }} as decimal(30, 4)) * {{ factor }}, 4) as decimal(18, 4))
{%- endmacro %}

{% macro spark__amount_times(amount, factor) -%}
    cast(round({{ amount }} * {{ factor }}, 4) as decimal(18, 4))
{%- endmacro %}

{#- numerator / denominator to six decimals, NULL without a denominator: engines differ in the
    scale of decimal division and in 1/0. `digits` are those of the result: 28 for what may be money. -#}
{% macro ratio(numerator, denominator, digits=18) -%}
    cast(
        {{ rounded("cast(" ~ numerator ~ " as double) / nullif(cast(" ~ denominator ~ " as double), 0)", 6) }}
        as decimal({{ digits }}, 6)
    )
{%- endmacro %}

{#- The value below which a fraction of a column's values lies, to six decimals: between two values
    it interpolates. NULLs do not count; NULL where there is nothing. Percentiles do not add up: a
    coarser grain asks the rows anew. -#}
{% macro percentile(column, fraction) -%}
    cast(
        {{ rounded(
            "percentile_cont(" ~ fraction ~ ") within group (order by cast(" ~ column ~ " as double))", 6
        ) }} as decimal(18, 6)
    )
{%- endmacro %}
