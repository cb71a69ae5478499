{#- What becomes of one raw field: its type, its value, and what may be wrong with it. All three
    recurse into lists, so that a line item is typed and checked in the same pass as its order. -#}

{#- The SQL type of a field. -#}
{% macro field_type(field) -%}
    {%- if field.data_type == 'list' -%}
        struct(
        {%- for part in field.fields -%} "{{ part.name }}" {{ field_type(part) }} {%- if not loop.last %}, {% endif -%} {%- endfor -%}
        )[]
    {%- else -%}
        {{ {'decimal': 'decimal(18, 4)'}.get(field.data_type, field.data_type) }}
    {%- endif -%}
{%- endmacro %}


{#- The typed value of a field; NULL where it is missing or unreadable. -#}
{% macro field_value(record, field, depth=1) -%}
    {%- set raw = raw_field(record, field) -%}
    {%- if field.data_type == 'list' -%}
    list_transform({{ raw }}, lambda part{{ depth }}: struct_pack(
        {%- for part in field.fields %}
        "{{ part.name }}" := {{ field_value('part' ~ depth, part, depth + 1) }} {%- if not loop.last %}, {% endif -%} {%- endfor -%}
    ))
    {%- elif field.get('values') -%}
    {{ parse_word(raw, field) }}
    {%- elif field.format == 'currency_code' -%}
    {{ parse_currency_code(raw) }}
    {%- elif field.published is true -%}
    case when not {{ is_address(raw) }} then {{ parse_identifier(raw) if is_identifier(field) else parse_varchar(raw) }} end
    {%- elif is_reference(field) -%}
    case when not {{ is_nobody(raw) }} then {{ parse_identifier(raw) }} end
    {%- elif is_identifier(field) -%}
    {{ parse_identifier(raw) }}
    {%- elif field.data_type == 'timestamp' -%}
    {{ parse_timestamp(raw, field.format or 'iso_8601') }}
    {%- elif field.data_type in ('varchar', 'bigint', 'decimal', 'boolean', 'date', 'json') -%}
    {{ context['parse_' ~ field.data_type](raw) }}
    {%- else -%}
    {{ exceptions.raise_compiler_error("Raw contract of " ~ model.name ~ ": " ~ field.name ~ " has the unknown data_type '" ~ field.data_type ~ "'.") }}
    {%- endif -%}
{%- endmacro %}


{#- Whether a text names a record, a person or a place to write to: what is called an id, and what
    the contract says to be an identifier, as it does of addresses, numbers and tokens. -#}
{% macro is_identifier(field) -%}
    {{ return(field.data_type == 'varchar' and not field.get('values') and (
        field.identifier is true or field.name == 'id' or field.name.endswith('_id')
    )) }}
{%- endmacro %}


{#- Whether a record may do without it: it names something else. -#}
{% macro is_reference(field) -%}
    {{ return(is_identifier(field) and not field.is_key and field.required is not true and field.published is not true) }}
{%- endmacro %}


{#- The faults of one field as (condition, kind) pairs: with `rejects` those that reject the record,
    else those that are only listed. The kind is one of few words and never quotes the record. What was
    read of the field stands in `typed`: to read it again for every question makes a long query that
    holds gigabytes of intermediate values. -#}
{% macro field_faults(record, typed, field, rejects) -%}
    {%- set raw = raw_field(record, field) -%}
    {%- set value = typed_field(typed, field) -%}
    {%- set text = "json_extract_string(" ~ raw ~ ", '$')" if field.data_type == 'json' else raw -%}
    {%- set has_text = is_said(text) -%}
    {%- set is_required = field.required is true -%}
    {%- set is_word = field.get('values') is not none -%}
    {%- set noun = field_noun(field) -%}
    {#- A flag that cannot be read would become the harmless default. -#}
    {%- set is_strict = is_required or field.format == 'currency_code'
        or field.data_type in ('decimal', 'timestamp', 'date', 'boolean') -%}
    {%- set may_say_nothing = is_word or noun or is_identifier(field) -%}
    {%- set says_nothing = "(" ~ is_nobody(text) ~ " or " ~ is_nothing(text) ~ ")" if is_reference(field) else is_nothing(text) -%}
    {%- set nothing = value ~ " is null and " ~ has_text ~ " and " ~ is_nothing(text) if may_say_nothing else none -%}
    {%- set unread = value ~ " is null and " ~ has_text ~ " and not " ~ says_nothing -%}
    {%- set faults = [] -%}
    {%- if rejects and is_required -%}
        {%- do faults.append((
            raw ~ " is null or not (" ~ has_text ~ ")" ~ (" or (" ~ nothing ~ ")" if nothing else ""), 'missing'
        )) -%}
    {%- elif nothing and not rejects and not is_required -%}
        {%- do faults.append((nothing, 'a word for nothing')) -%}
    {%- endif -%}
    {#- A word must be of its list if it is required, and no word of the list means 'another one'. -#}
    {%- set is_closed = is_required and is_word and 'other' not in field.get('values') -%}
    {%- if is_word and rejects == is_closed -%}
        {%- do faults.append((
            unread if rejects else value ~ " = 'other' and lower(trim(" ~ raw ~ ")) <> 'other'", 'unknown value'
        )) -%}
    {%- elif noun and not is_word and rejects == is_strict -%}
        {%- do faults.append((unread, 'not ' ~ noun)) -%}
    {%- endif -%}
    {%- do faults.extend(identifier_faults(field, raw, unread, rejects)) -%}
    {%- if rejects -%} {%- do faults.extend(range_faults(field, raw, value)) -%} {%- endif -%}
    {{ return(faults) }}
{%- endmacro %}


{#- What names something and does not name it, or names somebody where it should not. -#}
{% macro identifier_faults(field, raw, unread, rejects) -%}
    {%- set faults = [] -%}
    {%- if field.published is true and not rejects -%}
        {#- A column that slipped: such words are published, addresses are not. -#}
        {%- do faults.append((is_address(raw), 'an address where a name should be')) -%}
    {%- endif -%}
    {%- if is_identifier(field) and rejects == (field.required is true or field.is_key is true) -%}
        {%- do faults.append((unread ~ " and " ~ is_scientific(raw), 'a number in scientific notation')) -%}
    {%- endif -%}
    {{ return(faults) }}
{%- endmacro %}


{#- What a value that can be read may still be too little, too much, or too damaged for. -#}
{% macro range_faults(field, raw, value) -%}
    {%- if field.data_type in ('date', 'timestamp') -%}
        {{ return([(value ~ " < timestamp '" ~ date_var('earliest_plausible_date') ~ "'", 'implausible')]) }}
    {%- elif field.data_type == 'decimal' -%}
        {{ return([("abs(" ~ value ~ ") > " ~ greatest_amount(), 'out of range')]) }}
    {%- elif field.is_key and is_identifier(field) -%}
        {#- Two keys that lost a different character would be one. -#}
        {{ return([("contains(" ~ raw ~ ", chr(65533))", 'a character was lost')]) }}
    {%- endif -%}
    {{ return([]) }}
{%- endmacro %}


{#- What the text of a field has to be, in words; none if any text will do. -#}
{% macro field_noun(field) -%}
    {{ return('a currency code' if field.format == 'currency_code' else {
        'bigint': 'an integer', 'decimal': 'a decimal', 'boolean': 'a boolean',
        'date': 'a date', 'timestamp': 'a timestamp', 'json': 'JSON',
    }.get(field.data_type)) }}
{%- endmacro %}


{#- Sums of many such amounts fit what the marts hold. -#}
{% macro greatest_amount() -%} 1000000000000 {%- endmacro %}


{#- A field as it was typed: beside the record, or in an item of a typed list. -#}
{% macro typed_field(typed, field) -%}
    {{ return((typed ~ '.' if typed else '') ~ '"' ~ field.name ~ '"') }}
{%- endmacro %}


{#- The items of a list, each raw and typed: item[1] and item[2]. -#}
{% macro raw_and_typed_items(record, typed, field) -%}
    {{ return('list_zip(' ~ raw_field(record, field) ~ ', ' ~ typed_field(typed, field) ~ ')') }}
{%- endmacro %}


{#- Whether any field of a record, down to its lists, has a fault of that kind. -#}
{% macro has_fault(record, typed, fields, rejects, depth=1) -%}
    {%- set conditions = [] -%}
    {%- for field in fields -%}
        {%- for condition, kind in field_faults(record, typed, field, rejects) -%}
            {%- do conditions.append("coalesce(" ~ condition ~ ", false)") -%}
        {%- endfor -%}
        {%- if field.data_type == 'list' -%}
            {%- set part = 'part' ~ depth -%}
            {%- do conditions.append(
                "coalesce(list_bool_or(list_transform(" ~ raw_and_typed_items(record, typed, field) ~ ", lambda " ~ part ~ ": "
                ~ has_fault(part ~ '[1]', part ~ '[2]', field.fields, rejects, depth + 1) ~ ")), false)"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    ({{ conditions | join('
        or ') if conditions else 'false' }})
{%- endmacro %}


{#- Every fault of that kind, NULLs among them, evaluated for faulty records alone: its kind, which is
    text of this project's alone, `line_items[].price: not a decimal`, and what it says of this record,
    `line_items[0].price: not a decimal: 'abc'`. -#}
{% macro fault_list(record, typed, fields, rejects, path='', place="''", depth=1) -%}
    {%- set faults, nested = [], [] -%}
    {%- for field in fields -%}
        {%- set here = place ~ " || '" ~ field.name ~ "'" -%}
        {%- set shown = "': ''' || left(" ~ raw_field(record, field) ~ ", 100) || ''''" -%}
        {%- for condition, kind in field_faults(record, typed, field, rejects) -%}
            {%- set words = here ~ " || ': " ~ kind ~ "'" -%}
            {%- do faults.append(
                "case when " ~ condition ~ " then struct_pack(kind := '" ~ path ~ field.name ~ ": " ~ kind
                ~ "', words := " ~ words ~ (
                    " || case when " ~ is_nothing(raw_field(record, field)) ~ " then " ~ shown ~ " else '' end"
                    if kind == 'missing' else " || " ~ shown
                ) ~ ") end"
            ) -%}
        {%- endfor -%}
        {%- if field.data_type == 'list' -%}
            {%- set part, index = 'part' ~ depth, 'index' ~ depth -%}
            {%- do nested.append(
                "flatten(list_transform(coalesce(" ~ raw_and_typed_items(record, typed, field) ~ ", []), lambda " ~ part ~ ", " ~ index ~ ": "
                ~ fault_list(
                    part ~ '[1]', part ~ '[2]', field.fields, rejects, path ~ field.name ~ '[].',
                    here ~ " || '[' || (" ~ index ~ " - 1) || '].'", depth + 1
                ) ~ "))"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    flatten([
        cast([{{ faults | join(',
            ') }}] as struct(kind varchar, words varchar)[])
        {%- for list in nested %},
        {{ list }}
        {%- endfor %}
    ])
{%- endmacro %}
