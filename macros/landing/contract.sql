{#- The raw contract of a landing model: the source table that the model calls `source()` on. -#}
{% macro raw_contract() -%}
    {%- set source_name, object_name = model.sources[0] -%}
    {%- set found = graph.sources.values()
        | selectattr('source_name', 'equalto', source_name)
        | selectattr('name', 'equalto', object_name) | first -%}
    {%- set fields = [] -%}
    {%- for column in found.columns.values() -%}
        {%- do fields.append(dict(
            column.config.meta,
            name=column.name,
            data_type=column.data_type,
            is_key=column.name in found.config.meta.key,
        )) -%}
    {%- endfor -%}
    {{ return({
        'source_system': source_name,
        'object_name': object_name,
        'fields': fields,
        'meta': found.config.meta,
        'hash': local_md5(tojson(
            [fields, found.config.meta, date_var('earliest_plausible_date'), reading_version()], sort_keys=true
        )),
    }) }}
{%- endmacro %}


{#- Raised when what landing makes of the same text under the same contract changes: the files that are
    still there are read again. -#}
{% macro reading_version() -%} {{ return(3) }} {%- endmacro %}


{#- Every (source_system, object_name) that has a contract, as rows of a VALUES list. -#}
{% macro contracted_objects() -%}
    {%- set rows = [] -%}
    {%- for found in (graph.sources.values() if execute else []) -%}
        {%- do rows.append("('" ~ found.source_name ~ "', '" ~ found.name ~ "')") -%}
    {%- endfor -%}
    {{ return(rows | sort | join(', ') if rows else "('', '')") }}
{%- endmacro %}


{#- Where a field's raw text stands in a parsed record: `record."via"."channel"`. -#}
{% macro raw_field(record, field) -%}
    {{ record }}
    {%- for step in (field.path or field.name).split('.') -%} ."{{ step }}" {%- endfor -%}
{%- endmacro %}


{#- The structure that the JSON reader fills for these fields, every value still as text: a mapping
    of key to 'VARCHAR', 'JSON', a mapping, or a list of one. -#}
{% macro raw_structure(fields) -%}
    {%- set structure = {} -%}
    {%- for field in fields -%}
        {%- set steps = (field.path or field.name).split('.') -%}
        {%- set place = namespace(at=structure) -%}
        {%- for step in steps[:-1] -%}
            {%- if place.at.get(step) is string -%}
                {{ exceptions.raise_compiler_error("Raw contract of " ~ model.name ~ ": " ~ field.path ~ " goes through " ~ step ~ ", which is a column of its own.") }}
            {%- endif -%}
            {%- do place.at.setdefault(step, {}) -%}
            {%- set place.at = place.at[step] -%}
        {%- endfor -%}
        {%- if field.data_type == 'list' -%}
            {%- do place.at.update({steps[-1]: [raw_structure(field.fields)]}) -%}
        {%- else -%}
            {%- do place.at.update({steps[-1]: 'JSON' if field.data_type == 'json' else 'VARCHAR'}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(structure) }}
{%- endmacro %}


{#- What a record of the relation `landed` says, as one value that two records share if they say the same:
    every field of its contract but the named ones. -#}
{% macro record_content(source_system, object_name, leave_out=[]) -%}
    {%- set parts = [] -%}
    {%- for found in (graph.sources.values() if execute else [])
        if found.source_name == source_system and found.name == object_name -%}
        {%- for column in found.columns if column not in leave_out -%}
            {%- do parts.append("coalesce(cast(landed." ~ adapter.quote(column) ~ " as string), '')") -%}
        {%- endfor -%}
    {%- endfor -%}
    md5(concat_ws('|', {{ parts | join(', ') if parts else "''" }}))
{%- endmacro %}
