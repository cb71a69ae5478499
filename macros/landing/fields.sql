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
    case
        when lower(trim({{ raw }})) in ('{{ field.get('values') | map("lower") | join("', '") }}') then lower(trim({{ raw }}))
        when {{ is_said(raw) }} then 'other'
    end
    {%- elif field.data_type == 'timestamp' -%}
    {{ parse_timestamp(raw, field.format or 'iso_8601') }}
    {%- elif field.data_type in ('varchar', 'bigint', 'decimal', 'boolean', 'date', 'json') -%}
    {{ context['parse_' ~ field.data_type](raw) }}
    {%- else -%}
    {{ exceptions.raise_compiler_error("Raw contract of " ~ model.name ~ ": " ~ field.name ~ " has the unknown data_type '" ~ field.data_type ~ "'.") }}
    {%- endif -%}
{%- endmacro %}


{#- The faults of one field as (condition, message) pairs of SQL: with `rejects` those that reject
    the record, else those that are only listed. `label` is SQL text that names the field. -#}
{% macro field_faults(record, field, label, rejects) -%}
    {%- set raw = raw_field(record, field) -%}
    {#- A record's own fields stand typed beside it; those of a list's items are worked out again. -#}
    {%- set value = '"' ~ field.name ~ '"' if record == 'record' else field_value(record, field) -%}
    {%- set has_text = is_said("json_extract_string(" ~ raw ~ ", '$')" if field.data_type == 'json' else raw) -%}
    {%- set is_required = field.required is true -%}
    {%- set is_strict = is_required or field.data_type in ('decimal', 'timestamp', 'date') -%}
    {%- set noun = {
        'bigint': 'an integer', 'decimal': 'a decimal', 'boolean': 'a boolean',
        'date': 'a date', 'timestamp': 'a timestamp', 'json': 'JSON',
    }.get(field.data_type) -%}
    {%- set quoted = " chr(39) || left(" ~ raw ~ ", 100) || chr(39)" -%}
    {%- set faults = [] -%}
    {%- if rejects and is_required -%}
        {%- do faults.append((raw ~ " is null or not (" ~ has_text ~ ")", label ~ " || ': missing'")) -%}
    {%- endif -%}
    {%- if field.get('values') and not rejects -%}
        {%- set known = "'" ~ (field.get('values') + ['other']) | map('lower') | join("', '") ~ "'" -%}
        {%- do faults.append((has_text ~ " and lower(trim(" ~ raw ~ ")) not in (" ~ known ~ ")", label ~ " || ': unknown value: ' ||" ~ quoted)) -%}
    {%- elif noun and not field.get('values') and rejects == is_strict -%}
        {%- do faults.append((has_text ~ " and " ~ value ~ " is null", label ~ " || ': not " ~ noun ~ ": ' ||" ~ quoted)) -%}
    {%- endif -%}
    {%- if rejects and field.data_type in ('date', 'timestamp') -%}
        {%- do faults.append((value ~ " < timestamp '" ~ var('earliest_plausible_date') ~ "'", label ~ " || ': implausible: ' ||" ~ quoted)) -%}
    {%- endif -%}
    {{ return(faults) }}
{%- endmacro %}


{#- Whether any field of a record, down to its lists, has a fault of that kind. -#}
{% macro has_fault(record, fields, rejects, depth=1) -%}
    {%- set conditions = [] -%}
    {%- for field in fields -%}
        {%- for condition, message in field_faults(record, field, "''", rejects) -%}
            {%- do conditions.append("coalesce(" ~ condition ~ ", false)") -%}
        {%- endfor -%}
        {%- if field.data_type == 'list' -%}
            {%- set part = 'part' ~ depth -%}
            {%- do conditions.append(
                "coalesce(list_bool_or(list_transform(" ~ raw_field(record, field) ~ ", lambda " ~ part ~ ": "
                ~ has_fault(part, field.fields, rejects, depth + 1) ~ ")), false)"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    ({{ conditions | join('
        or ') if conditions else 'false' }})
{%- endmacro %}


{#- Every fault of that kind as a list of texts, NULLs among them: `line_items[0].price: not a
    decimal: 'abc'`. Evaluated for faulty records only. -#}
{% macro fault_list(record, fields, rejects, prefix="''", depth=1) -%}
    {%- set messages, nested = [], [] -%}
    {%- for field in fields -%}
        {%- set label = prefix ~ " || '" ~ field.name ~ "'" -%}
        {%- for condition, message in field_faults(record, field, label, rejects) -%}
            {%- do messages.append("case when " ~ condition ~ " then " ~ message ~ " end") -%}
        {%- endfor -%}
        {%- if field.data_type == 'list' -%}
            {%- set part, index = 'part' ~ depth, 'index' ~ depth -%}
            {%- do nested.append(
                "flatten(list_transform(coalesce(" ~ raw_field(record, field) ~ ", []), lambda " ~ part ~ ", " ~ index ~ ": "
                ~ fault_list(part, field.fields, rejects, label ~ " || '[' || (" ~ index ~ " - 1) || '].'", depth + 1) ~ "))"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    flatten([
        cast([{{ messages | join(',
            ') }}] as varchar[])
        {%- for list in nested %},
        {{ list }}
        {%- endfor %}
    ])
{%- endmacro %}
