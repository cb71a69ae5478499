{#- Lists of structs. Engines differ in all of them; models above the
    landing write these macros and no function of an engine's own. -#}

{#- The type of a list of such values. -#}
{% macro list_of(type) -%}
    {{ return(adapter.dispatch('list_of')(type)) }}
{%- endmacro %}

{% macro duckdb__list_of(type) -%}
    {{ type }}[]
{%- endmacro %}

{% macro spark__list_of(type) -%}
    array<{{ type }}>
{%- endmacro %}

{#- One row per item of a list, as a column of a select list. `position`, if named, counts from 1.
    An empty or missing list yields no row. One list a select. -#}
{% macro exploded(list, item, position=none) -%}
    {{ return(adapter.dispatch('exploded')(list, item, position)) }}
{%- endmacro %}

{% macro duckdb__exploded(list, item, position) -%}
    unnest({{ list }}) as {{ item }}
    {%- if position %},
    generate_subscripts({{ list }}, 1) as {{ position }}
    {%- endif %}
{%- endmacro %}

{% macro spark__exploded(list, item, position) -%}
    {%- if position -%}
    inline(transform({{ list }}, (item, place) -> struct(item, cast(place + 1 as bigint))))
        as ({{ item }}, {{ position }})
    {%- else -%}
    explode({{ list }}) as {{ item }}
    {%- endif -%}
{%- endmacro %}

{#- The items of a list, each replaced by `value`, an expression of `item`. -#}
{% macro list_mapped(list, value) -%}
    {{ return(adapter.dispatch('list_mapped')(list, value)) }}
{%- endmacro %}

{% macro duckdb__list_mapped(list, value) -%}
    list_transform({{ list }}, lambda item: {{ value }})
{%- endmacro %}

{% macro spark__list_mapped(list, value) -%}
    transform({{ list }}, item -> {{ value }})
{%- endmacro %}

{#- The items of a list that meet `where`, a condition on `item`. -#}
{% macro list_filtered(list, where) -%}
    {{ return(adapter.dispatch('list_filtered')(list, where)) }}
{%- endmacro %}

{% macro duckdb__list_filtered(list, where) -%}
    list_filter({{ list }}, lambda item: {{ where }})
{%- endmacro %}

{% macro spark__list_filtered(list, where) -%}
    filter({{ list }}, item -> {{ where }})
{%- endmacro %}

{#- Sum of `value` over the items of a list that meet `where`, 0 if there are none. Both name a
    field as `item['field']`. -#}
{% macro list_total(list, value, where='true') -%}
    cast(
        coalesce(
            {{ list_sum(list_mapped(list_filtered(list, where), 'coalesce(' ~ value ~ ', 0)')) }},
            0
        ) as decimal(18, 4)
    )
{%- endmacro %}

{#- Sum of the items of a list of numbers. -#}
{% macro list_sum(list) -%}
    {{ return(adapter.dispatch('list_sum')(list)) }}
{%- endmacro %}

{% macro duckdb__list_sum(list) -%}
    list_sum({{ list }})
{%- endmacro %}

{% macro spark__list_sum(list) -%}
    aggregate(
        {{ list }}, cast(0 as decimal(28, 8)),
        (total, item) -> cast(total + item as decimal(28, 8))
    )
{%- endmacro %}

{#- How many items of a list meet `where`, 0 if there is no list. -#}
{% macro list_count(list, where='true') -%}
    coalesce({{ list_size(list_filtered(list, where)) }}, 0)
{%- endmacro %}

{#- How many items a list has; NULL if there is no list. -#}
{% macro list_size(list) -%}
    {{ return(adapter.dispatch('list_size')(list)) }}
{%- endmacro %}

{% macro duckdb__list_size(list) -%}
    len({{ list }})
{%- endmacro %}

{% macro spark__list_size(list) -%}
    array_size({{ list }})
{%- endmacro %}

{#- The texts of a list one after the other, NULLs left out. -#}
{% macro list_joined(list, separator) -%}
    {{ return(adapter.dispatch('list_joined')(list, separator)) }}
{%- endmacro %}

{% macro duckdb__list_joined(list, separator) -%}
    array_to_string({{ list }}, '{{ separator }}')
{%- endmacro %}

{% macro spark__list_joined(list, separator) -%}
    array_join({{ list }}, '{{ separator }}')
{%- endmacro %}

{#- A text field of all items of a list, separated by `|`; NULL if there are none. -#}
{% macro list_text(list, field) -%}
    nullif({{ list_joined(list_mapped(list, "item['" ~ field ~ "']"), '|') }}, '')
{%- endmacro %}

{#- A field of the first item of a list; NULL if it is empty. -#}
{% macro list_first(list, field) -%}
    {{ return(adapter.dispatch('list_first')(list, field)) }}
{%- endmacro %}

{% macro duckdb__list_first(list, field) -%}
    {{ list }}[1]['{{ field }}']
{%- endmacro %}

{% macro spark__list_first(list, field) -%}
    get({{ list }}, 0)['{{ field }}']
{%- endmacro %}

{#- The distinct items of a list, in no order. -#}
{% macro list_deduplicated(list) -%}
    {{ return(adapter.dispatch('list_deduplicated')(list)) }}
{%- endmacro %}

{% macro duckdb__list_deduplicated(list) -%}
    list_distinct({{ list }})
{%- endmacro %}

{% macro spark__list_deduplicated(list) -%}
    array_distinct({{ list }})
{%- endmacro %}

{#- The distinct values of a group in their order, separated by `|`: an aggregate. -#}
{% macro joined_values(value) -%}
    {{ return(adapter.dispatch('joined_values')(value)) }}
{%- endmacro %}

{% macro duckdb__joined_values(value) -%}
    string_agg(distinct {{ value }}, '|' order by {{ value }})
{%- endmacro %}

{% macro spark__joined_values(value) -%}
    nullif(array_join(array_sort(collect_set({{ value }})), '|'), '')
{%- endmacro %}

{#- So many items of a list from a place on, which counts from 1; fewer where the list ends. -#}
{% macro list_part(list, first, length) -%}
    {{ return(adapter.dispatch('list_part')(list, first, length)) }}
{%- endmacro %}

{% macro duckdb__list_part(list, first, length) -%}
    list_slice({{ list }}, {{ first }}, {{ first }} + {{ length }} - 1)
{%- endmacro %}

{% macro spark__list_part(list, first, length) -%}
    slice({{ list }}, cast({{ first }} as int), cast({{ length }} as int))
{%- endmacro %}

{#- How many rows more there are than values of a key. NULL is no value of a key of one column, and
    equal to itself in one of several. -#}
{% macro surplus_rows(columns) -%}
    {{ return(adapter.dispatch('surplus_rows')(columns)) }}
{%- endmacro %}

{% macro duckdb__surplus_rows(columns) -%}
    {%- if columns | length == 1 -%}
    count({{ columns[0] }}) - count(distinct {{ columns[0] }})
    {%- else -%}
    count(*) - count(distinct row({{ columns | join(', ') }}))
    {%- endif -%}
{%- endmacro %}

{% macro spark__surplus_rows(columns) -%}
    {%- if columns | length == 1 -%}
    count({{ columns[0] }}) - count(distinct {{ columns[0] }})
    {%- else -%}
    count(*) - count(distinct struct({{ columns | join(', ') }}))
    {%- endif -%}
{%- endmacro %}
