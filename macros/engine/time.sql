{#- Times are UTC timestamps; windows are elapsed time, half open: (t, t + window]. -#}

{#- A timestamp so many hours later. `hours` is a number or an expression of integer type. -#}
{% macro add_hours(timestamp, hours) -%}
    ({{ timestamp }} + to_hours({{ hours }}))
{%- endmacro %}

{#- A timestamp so many days of 24 hours later. -#}
{% macro add_days(timestamp, days) -%}
    ({{ timestamp }} + to_hours(24 * {{ days }}))
{%- endmacro %}

{#- Whole seconds elapsed from `start` to `end`, negative if `end` is earlier, NULL if either is. -#}
{% macro elapsed_seconds(start, end) -%}
    cast(trunc((epoch_us({{ end }}) - epoch_us({{ start }})) / 1000000.0) as bigint)
{%- endmacro %}

{#- The calendar day of a UTC timestamp in the reporting time zone (daylight saving included). -#}
{% macro local_date(timestamp) -%}
    cast(timezone('{{ var("reporting_time_zone") }}', timezone('UTC', {{ timestamp }})) as date)
{%- endmacro %}

{#- The first day of the month of a date. -#}
{% macro month_start(date) -%}
    cast(date_trunc('month', {{ date }}) as date)
{%- endmacro %}
