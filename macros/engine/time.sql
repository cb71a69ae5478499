{#- Times are UTC timestamps; windows are elapsed time, half open: (t, t + window]. -#}

{#- A timestamp so many hours later. `hours` is a number or an expression of integer type. -#}
{% macro add_hours(timestamp, hours) -%}
    {{ return(adapter.dispatch('add_hours')(timestamp, hours)) }}
{%- endmacro %}

{% macro duckdb__add_hours(timestamp, hours) -%}
    ({{ timestamp }} + to_hours({{ hours }}))
{%- endmacro %}

{% macro spark__add_hours(timestamp, hours) -%}
    timestampadd(hour, cast({{ hours }} as int), {{ timestamp }})
{%- endmacro %}

{#- A timestamp so many seconds later. -#}
{% macro add_seconds(timestamp, seconds) -%}
    {{ return(adapter.dispatch('add_seconds')(timestamp, seconds)) }}
{%- endmacro %}

{% macro duckdb__add_seconds(timestamp, seconds) -%}
    ({{ timestamp }} + to_seconds({{ seconds }}))
{%- endmacro %}

{% macro spark__add_seconds(timestamp, seconds) -%}
    timestampadd(second, cast({{ seconds }} as int), {{ timestamp }})
{%- endmacro %}

{#- A timestamp so many days of 24 hours later. -#}
{% macro add_days(timestamp, days) -%}
    {{ add_hours(timestamp, '24 * ' ~ days) }}
{%- endmacro %}

{#- Whole seconds elapsed from `start` to `end`, negative if `end` is earlier, NULL if either is. -#}
{% macro elapsed_seconds(start, end) -%}
    {{ return(adapter.dispatch('elapsed_seconds')(start, end)) }}
{%- endmacro %}

{% macro duckdb__elapsed_seconds(start, end) -%}
    cast(trunc((epoch_us({{ end }}) - epoch_us({{ start }})) / 1000000.0) as bigint)
{%- endmacro %}

{% macro spark__elapsed_seconds(start, end) -%}
    ((unix_micros({{ end }}) - unix_micros({{ start }})) div 1000000)
{%- endmacro %}

{#- The wall-clock timestamp in the reporting time zone (daylight saving included) of a UTC timestamp. -#}
{% macro utc_to_local(timestamp) -%}
    {{ return(adapter.dispatch('utc_to_local')(timestamp)) }}
{%- endmacro %}

{% macro duckdb__utc_to_local(timestamp) -%}
    timezone('{{ var("reporting_time_zone") }}', timezone('UTC', {{ timestamp }}))
{%- endmacro %}

{% macro spark__utc_to_local(timestamp) -%}
    from_utc_timestamp({{ timestamp }}, '{{ var("reporting_time_zone") }}')
{%- endmacro %}

{#- The UTC timestamp of a wall-clock timestamp in the reporting time zone. -#}
{% macro local_to_utc(timestamp) -%}
    {{ return(adapter.dispatch('local_to_utc')(timestamp)) }}
{%- endmacro %}

{% macro duckdb__local_to_utc(timestamp) -%}
    timezone('UTC', timezone('{{ var("reporting_time_zone") }}', {{ timestamp }}))
{%- endmacro %}

{% macro spark__local_to_utc(timestamp) -%}
    to_utc_timestamp({{ timestamp }}, '{{ var("reporting_time_zone") }}')
{%- endmacro %}

{#- The calendar day of a UTC timestamp in the reporting time zone. -#}
{% macro local_date(timestamp) -%}
    cast({{ utc_to_local(timestamp) }} as date)
{%- endmacro %}

{#- The first day of the month of a date. -#}
{% macro month_start(date) -%}
    cast(date_trunc('month', {{ date }}) as date)
{%- endmacro %}

{#- A wall-clock timestamp so many minutes after the start of a date. -#}
{% macro date_plus_minutes(date, minutes) -%}
    {{ return(adapter.dispatch('date_plus_minutes')(date, minutes)) }}
{%- endmacro %}

{% macro duckdb__date_plus_minutes(date, minutes) -%}
    (cast({{ date }} as timestamp) + to_minutes({{ minutes }}))
{%- endmacro %}

{% macro spark__date_plus_minutes(date, minutes) -%}
    timestampadd(minute, cast({{ minutes }} as int), cast({{ date }} as timestamp))
{%- endmacro %}

{#- ISO day of the week of a date: Monday 1 to Sunday 7. -#}
{% macro iso_weekday(date) -%}
    {{ return(adapter.dispatch('iso_weekday')(date)) }}
{%- endmacro %}

{% macro duckdb__iso_weekday(date) -%}
    cast(isodow({{ date }}) as integer)
{%- endmacro %}

{% macro spark__iso_weekday(date) -%}
    (weekday({{ date }}) + 1)
{%- endmacro %}

{#- Minutes from midnight of a wall-clock text such as `09:30`; `24:00` is the end of the day. -#}
{% macro minutes_of_day(text) -%}
    (
        60 * cast(split_part({{ text }}, ':', 1) as integer)
        + cast(split_part({{ text }}, ':', 2) as integer)
    )
{%- endmacro %}
