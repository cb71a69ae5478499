{#- The UTC timestamp of a wall-clock timestamp in the reporting time zone. -#}
{% macro local_to_utc(timestamp) -%}
    timezone('UTC', timezone('{{ var("reporting_time_zone") }}', {{ timestamp }}))
{%- endmacro %}

{#- A wall-clock timestamp so many minutes after the start of a date. -#}
{% macro date_plus_minutes(date, minutes) -%}
    (cast({{ date }} as timestamp) + to_minutes({{ minutes }}))
{%- endmacro %}

{#- ISO day of the week of a date: Monday 1 to Sunday 7. -#}
{% macro iso_weekday(date) -%}
    cast(isodow({{ date }}) as integer)
{%- endmacro %}

{#- Minutes from midnight of a wall-clock text such as `09:30`; `24:00` is the end of the day. -#}
{% macro minutes_of_day(text) -%}
    (
        60 * cast(split_part({{ text }}, ':', 1) as integer)
        + cast(split_part({{ text }}, ':', 2) as integer)
    )
{%- endmacro %}
