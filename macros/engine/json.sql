{#- JSON texts. Engines name and parse them each in their own way. -#}

{#- The scalars of a JSON array as text, separated by `|`; NULL if there are none. -#}
{% macro json_array_text(json) -%}
    {{ return(adapter.dispatch('json_array_text')(json)) }}
{%- endmacro %}

{% macro duckdb__json_array_text(json) -%}
    nullif(array_to_string(from_json({{ json }}, '["varchar"]'), '|'), '')
{%- endmacro %}

{% macro spark__json_array_text(json) -%}
    nullif(array_join(from_json({{ json }}, 'array<string>'), '|'), '')
{%- endmacro %}

{#- The fields of a JSON object as a list of structs of `key` and `value`, both text: a nested value is
    JSON. NULL for what is no object. -#}
{% macro json_object_entries(json) -%}
    {{ return(adapter.dispatch('json_object_entries')(json)) }}
{%- endmacro %}

{% macro duckdb__json_object_entries(json) -%}
    map_entries(try_cast(try_cast({{ json }} as json) as map(varchar, varchar)))
{%- endmacro %}

{% macro spark__json_object_entries(json) -%}
    map_entries(from_json({{ json }}, 'map<string, string>'))
{%- endmacro %}

{#- Whether a text can be read as JSON; NULL for no text. -#}
{% macro is_json(text) -%}
    {{ return(adapter.dispatch('is_json')(text)) }}
{%- endmacro %}

{% macro duckdb__is_json(text) -%}
    json_valid({{ text }})
{%- endmacro %}

{% macro spark__is_json(text) -%}
    case when {{ text }} is not null then try_parse_json({{ text }}) is not null end
{%- endmacro %}
