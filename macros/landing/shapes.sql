{#- Lists of another shape than their contract's. The JSON reader passes over them: a text where a
    list should be is no list, a number among the items is an item without fields. -#}

{#- The first such fault of a record, NULL if there is none. The JSON is looked at again only where
    the reader left something empty. -#}
{% macro first_shape_fault(text, fields) -%}
    case
        when record is null then null
        {%- for fault in shape_faults(fields) %}
        when {{ fault.suspected }}
            and not list_has_all({{ fault.allowed }}, {{ json_types(text, fault.path) }})
            then '{{ fault.message }}'
        {%- endfor %}
    end
{%- endmacro %}


{#- For every list, lists inside lists too: the JSON path, the types allowed there, what to say, and
    the condition under which it is worth a look. -#}
{% macro shape_faults(fields, record='record', condition='{}', path='$', label='', depth=1) -%}
    {%- set faults = [] -%}
    {%- for field in fields if field.data_type == 'list' -%}
        {%- set list, part = raw_field(record, field), 'part' ~ depth -%}
        {%- set here, name = path ~ '.' ~ (field.path or field.name), label ~ field.name -%}
        {%- set inside = condition.replace(
            '{}', "coalesce(list_bool_or(list_transform(" ~ list ~ ", lambda " ~ part ~ ": {})), false)"
        ) -%}
        {%- set empty_fields = [] -%}
        {%- for item in field.fields -%}
            {%- do empty_fields.append(raw_field(part, item) ~ " is null") -%}
        {%- endfor -%}
        {%- do faults.append({
            'suspected': condition.replace('{}', list ~ " is null"),
            'path': here, 'allowed': "['ARRAY', 'NULL']", 'message': name ~ ": not a list",
        }) -%}
        {%- do faults.append({
            'suspected': inside.replace('{}', empty_fields | join(' and ')),
            'path': here ~ '[*]', 'allowed': "['OBJECT']", 'message': name ~ ": an item is not an object",
        }) -%}
        {%- do faults.extend(shape_faults(field.fields, part, inside, here ~ '[*]', name ~ '[].', depth + 1)) -%}
    {%- endfor -%}
    {{ return(faults) }}
{%- endmacro %}


{#- The types found at a JSON path, as a list; a path that is not there gives none. -#}
{% macro json_types(text, path) -%}
    {%- set types = "json_type(" ~ text ~ ", '" ~ path ~ "')" -%}
    {{ return(types if '*' in path else "[coalesce(" ~ types ~ ", 'NULL')]") }}
{%- endmacro %}
