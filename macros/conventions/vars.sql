{#- Settings as users write them: `2019-01-01` without quotes is a date in YAML, `NO` is false. -#}

{#- A day or time that is set, as text; none if it is unset. -#}
{% macro date_var(name) -%}
    {%- set value = var(name, none) -%}
    {{ return(none if value is none else value | string | trim) }}
{%- endmacro %}


{#- Stops a build with one sentence about a setting that would otherwise stop it with a page, or, worse,
    not at all. -#}
{% macro check_vars() -%}
    {%- set day = '[0-9]{4}-[0-9]{2}-[0-9]{2}' -%}
    {%- set time = day ~ '([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?([+]00:00|Z)?)?' -%}
    {%- set patterns = {
        'as_of': (time, "a UTC time like '2025-06-30 00:00:00'"),
        'earliest_plausible_date': (day, "a day like '2000-01-01'"),
        'reporting_currency': ('[A-Z]{3}', "a currency code like 'EUR'"),
        'default_country_code': ('[A-Z]{2}', "a country code in quotes like 'NO', which YAML takes for false without them"),
        'reporting_time_zone': ('[A-Za-z_]+(/[A-Za-z0-9_+-]+)*', "a time zone like 'Europe/Dublin'"),
        'attribution_model': ('last_touch|first_touch|linear', 'last_touch, first_touch or linear'),
    } -%}
    {%- for name, (pattern, example) in patterns.items() -%}
        {%- set value = date_var(name) -%}
        {%- if value is not none and not modules.re.fullmatch(pattern, value) -%}
            {{ exceptions.raise_compiler_error("The var " ~ name ~ " is '" ~ value ~ "': it has to be " ~ example ~ ".") }}
        {%- endif -%}
    {%- endfor -%}
    {%- for name in [
        'landing_slice_bytes', 'as_of_max_gap_days', 'retired_after_days', 'quarantine_error_rate',
        'unconvertible_error_rate', 'exchange_rate_max_age_days', 'identity_max_share', 'resolution_window_hours',
        'recontact_window_days', 'survey_response_window_days', 'first_response_target_seconds',
        'attribution_window_days', 'attribution_max_touches', 'upsell_min_uplift', 'scorecard_min_sample',
    ] -%}
        {%- set value = var(name) | string | trim -%}
        {%- if not modules.re.fullmatch('[0-9]+([.][0-9]+)?', value) -%}
            {{ exceptions.raise_compiler_error("The var " ~ name ~ " is '" ~ value ~ "': it has to be a number, without a unit, like 7 or 0.05.") }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
