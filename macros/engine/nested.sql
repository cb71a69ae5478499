{#- Lists of structs, JSON arrays and markup. Engines differ in all of them; models above the
    landing write these macros and no function of an engine's own. -#}

{#- One row per item of a list, as a column of a select list. `position`, if named, counts from 1.
    An empty or missing list yields no row. One list a select. -#}
{% macro exploded(list, item, position=none) -%}
    unnest({{ list }}) as {{ item }}
    {%- if position %},
    generate_subscripts({{ list }}, 1) as {{ position }}
    {%- endif %}
{%- endmacro %}

{#- Sum of `value` over the items of a list that meet `where`, 0 if there are none. Both name a
    field as `item['field']`. -#}
{% macro list_total(list, value, where='true') -%}
    cast(
        coalesce(
            list_sum(
                list_transform(
                    list_filter({{ list }}, lambda item: {{ where }}),
                    lambda item: coalesce({{ value }}, 0)
                )
            ),
            0
        ) as decimal(18, 4)
    )
{%- endmacro %}

{#- How many items of a list meet `where`, 0 if there is no list. -#}
{% macro list_count(list, where='true') -%}
    coalesce(len(list_filter({{ list }}, lambda item: {{ where }})), 0)
{%- endmacro %}

{#- A text field of all items of a list, separated by `|`; NULL if there are none. -#}
{% macro list_text(list, field) -%}
    nullif(array_to_string(list_transform({{ list }}, lambda item: item['{{ field }}']), '|'), '')
{%- endmacro %}

{#- A field of the first item of a list. -#}
{% macro list_first(list, field) -%}
    {{ list }}[1]['{{ field }}']
{%- endmacro %}

{#- The scalars of a JSON array as text, separated by `|`; NULL if there are none. -#}
{% macro json_array_text(json) -%}
    nullif(array_to_string(from_json({{ json }}, '["varchar"]'), '|'), '')
{%- endmacro %}

{#- The first match of a group in a text, NULL if there is none. Write `[0-9]`, not `\d`: engines
    disagree about the backslash. -#}
{% macro regexp_first(text, pattern, group=1) -%}
    nullif(regexp_extract({{ text }}, '{{ pattern }}', {{ group }}), '')
{%- endmacro %}

{#- HTML as the text a reader sees: line breaks for blocks, no tags, common entities decoded. -#}
{% macro html_text(html) -%}
    nullif(
        trim(
            {%- set entities = [
                ('&nbsp;', ' '), ('&lt;', '<'), ('&gt;', '>'), ('&quot;', '"'), ('&#39;', "''"),
                ('&amp;', '&'),
            ] %}
            {%- for _ in entities %} replace({% endfor %}
            regexp_replace(
                regexp_replace({{ html }}, '<(br|/p|/div|/li|/h[1-6])[^>]*>', chr(10), 'gi'),
                '<[^>]*>', '', 'g'
            )
            {%- for entity, character in entities %}, '{{ entity }}', '{{ character }}')
            {%- endfor %},
            ' ' || chr(10)
        ),
        ''
    )
{%- endmacro %}

{#- The fields of a JSON object as a list of structs of `key` and `value`, both text: a nested value is
    JSON. NULL for what is no object. -#}
{% macro json_object_entries(json) -%}
    map_entries(try_cast(try_cast({{ json }} as json) as map(varchar, varchar)))
{%- endmacro %}

{#- The items of a text separated by `|`, as a list. -#}
{% macro split_items(text) -%}
    string_split({{ text }}, '|')
{%- endmacro %}

{#- The distinct values of a group in their order, separated by `|`: an aggregate. -#}
{% macro joined_values(value) -%}
    string_agg(distinct {{ value }}, '|' order by {{ value }})
{%- endmacro %}

{#- Whether a text can be read as JSON. -#}
{% macro is_json(text) -%}
    json_valid({{ text }})
{%- endmacro %}
