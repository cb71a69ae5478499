{#- From the files of a batch to parsed records, every value still as text. -#}

{#- Keys by which loaders and vendors mark a deletion, whether or not a contract names them. -#}
{% macro deletion_marks() -%}
    {{ return(['deleted_at', '_ab_cdc_deleted_at', '_sdc_deleted_at']) }}
{%- endmacro %}


{#- The structure of a record for the JSON reader, as JSON. -#}
{% macro record_structure(contract) -%}
    {%- set structure = raw_structure(contract.fields) -%}
    {%- for mark in deletion_marks() -%}
        {%- do structure.setdefault(mark, 'VARCHAR') -%}
    {%- endfor -%}
    {{ return(tojson(structure) | replace("'", "''")) }}
{%- endmacro %}


{#- One row per line of the files that a variable names. The line number keeps this on one thread:
    what comes after it should not wait. -#}
{% macro exported_lines(paths, longest_line_bytes) -%}
    select
        filename as read_path,
        row_number() over () as line_number,
        line
    from read_csv(
        getvariable('{{ paths }}'), columns = {'line': 'VARCHAR'}, header = false, delim = '', quote = '',
        escape = '', auto_detect = false, filename = true, hive_partitioning = false,
        max_line_size = {{ [2097152, longest_line_bytes + 1024] | max }}
    )
{%- endmacro %}


{#- One row per line that says something: where it stands, as JSON, whether a loader may have wrapped it. -#}
{% macro located_lines(batch) -%}
    select
        batch.source_instance,
        batch.source_file,
        batch.source_file_version,
        cast(lines.line_number - batch.lines_before + batch.lines_left_out as bigint) as source_line,
        batch.is_copy,
        batch.is_enveloped,
        case
            when batch.csv_keys is null then lines.line
            else {{ csv_as_json('lines.line', 'batch.csv_keys', 'batch.delimiter') }}
        end as line
    from lines
    inner join {{ batch }} as batch on lines.read_path = batch.read_path
    where
        {{ is_said('lines.line') }}
        and (batch.csv_keys is null or lines.line_number > batch.lines_before + 1)
{%- endmacro %}


{#- A line of a CSV without quotes as a JSON object of texts. -#}
{% macro csv_as_json(line, keys, delimiter) -%}
    '{' || array_to_string(list_transform(
                list_zip({{ keys }}, string_split({{ line }}, {{ delimiter }})),
                lambda pair: pair[1] || case when pair[2] = '' then 'null' else to_json(pair[2]) end
            ), ',') || '}'
{%- endmacro %}


{#- One row per record: when it was emitted, and its text without the loader's envelope. -#}
{% macro unwrapped_lines() -%}
    select
        *,
        {{ envelope_time('line') }} as record_emitted_at,
        {{ unwrapped('line') }} as payload_text
    from located_lines
{%- endmacro %}


{#- The fields of each record as texts, and why it is none. -#}
{% macro parsed_records(contract) -%}
    select
        * exclude (line, payload_text),
        line as record_text,
        {{ record_fault('payload_text') }} as record_fault,
        {{ first_shape_fault('payload_text', contract.fields) }} as record_shape_fault
    from (
        select *, try(json_transform(payload_text, '{{ record_structure(contract) }}')) as record
        from unwrapped_lines
        where payload_text is not null
    ) as parsed
{%- endmacro %}


{#- The same columns without a row, for a system or object that has no new file. -#}
{% macro no_records(contract) -%}
    select
        cast(null as varchar) as source_instance,
        cast(null as varchar) as source_file,
        cast(null as varchar) as source_file_version,
        cast(null as bigint) as source_line,
        cast(null as timestamp) as record_emitted_at,
        false as is_copy,
        cast(null as varchar) as record_text,
        cast(null as varchar) as record_fault,
        json_transform(cast('{}' as json), '{{ record_structure(contract) }}') as record,
        cast(null as varchar) as record_shape_fault
    where false
{%- endmacro %}


{#- Why a line is no record at all; NULL if it is one. Nearly every line is settled by the first answer;
    the others parse or copy the text. A line of a copy may carry the mark of the program that copied
    it, which names a fault of the list below: no text of the file itself can. -#}
{% macro record_fault(text) -%}
    {%- set marked_faults = {
        'not_json': 'not JSON',
        'not_utf_8': 'bytes that are no UTF-8',
        'open_quote': 'a quote is never closed',
        'other_width': 'more or fewer fields than the header',
        'after_array': 'text after the end of the array',
        'open_array': 'the array is not closed, the file is cut off',
    } -%}
    case
        when record is not null and starts_with({{ text }}, '{') then null
        when {{ is_marked(text) }}
            then case split_part({{ text }}, chr(31), 1)
                {%- for code, fault in marked_faults.items() %}
                when '!{{ code }}' then 'record: {{ fault }}'
                {%- endfor %}
                else 'record: not JSON'
            end
        when not json_valid({{ text }}) then 'record: not JSON'
        when record is null or not starts_with(ltrim({{ text }}, ' ' || chr(9)), '{')
            then 'record: not a JSON object'
    end
{%- endmacro %}


{% macro is_marked(text) -%} is_copy and starts_with({{ text }}, '!') and contains({{ text }}, chr(31)) {%- endmacro %}


{#- The text of a rejected record as it was exported. -#}
{% macro rejected_text(text) -%}
    case when {{ is_marked(text) }} then substr({{ text }}, instr({{ text }}, chr(31)) + 1) else {{ text }} end
{%- endmacro %}


{#- The record inside a loader's envelope; NULL for the loader's own lines (SCHEMA, STATE). A line
    with any key that is no envelope key is a record itself. -#}
{% macro unwrapped(line) -%}
    case
        when not is_enveloped then {{ line }}
        when not json_valid({{ line }}) then {{ line }}
        when list_contains(control_types(), json_extract_string({{ line }}, '$.type'))
            and list_has_all(control_keys(), json_keys({{ line }}))
            then null
        when not list_has_all(envelope_keys(), json_keys({{ line }})) then {{ line }}
        when json_extract_string({{ line }}, '$.record.data') is not null
            and json_extract_string({{ line }}, '$.record.stream') is not null
            then json_extract_string({{ line }}, '$.record.data')
        else coalesce(
            json_extract_string({{ line }}, '$.data'),
            json_extract_string({{ line }}, '$.record'),
            json_extract_string({{ line }}, '$._airbyte_data'),
            {{ line }}
        )
    end
{%- endmacro %}


{#- When a loader emitted a record: epoch milliseconds or ISO 8601, by whichever key it uses. -#}
{% macro envelope_time(line) -%}
    {%- set time = "coalesce(" ~ line ~ " ->> '$.emitted_at', " ~ line ~ " ->> '$.record.emitted_at', "
        ~ line ~ " ->> '$.time_extracted', " ~ line ~ " ->> '$._airbyte_extracted_at', "
        ~ line ~ " ->> '$._airbyte_emitted_at')" -%}
    case
        when not is_enveloped then null
        when json_valid({{ line }})
            then coalesce(
                {{ parse_timestamp(time, 'iso_8601') }},
                case when {{ parse_bigint(time) }} < 100000000000000 then epoch_ms({{ parse_bigint(time) }}) end
            )
    end
{%- endmacro %}


{#- Whether a deletion mark is set, and when it was. -#}
{% macro is_deletion() -%}
    coalesce(
        {%- for mark in deletion_marks() %} nullif(trim(record."{{ mark }}"), '') {%- if not loop.last %},{% endif %}{% endfor %}
    ) is not null
{%- endmacro %}


{% macro deletion_time() -%}
    coalesce(
        {%- for mark in deletion_marks() %}
        {{ parse_timestamp('record."' ~ mark ~ '"', 'iso_8601') }} {%- if not loop.last %},{% endif %}
        {%- endfor %}
    )
{%- endmacro %}


{#- What identifies a record within its instance; NULL if a part of it is missing. The separator is
    escaped inside the parts: ('a|b', 'c') is not ('a', 'b|c'). -#}
{% macro record_key(contract) -%}
    {%- set parts = [] -%}
    {%- for column in contract.meta.key -%}
        {%- set part = 'cast("' ~ column ~ '" as varchar)' -%}
        {%- do parts.append(
            part if contract.meta.key | length == 1
            else "replace(replace(" ~ part ~ ", '\\', '\\\\'), '|', '\\|')"
        ) -%}
    {%- endfor -%}
    {{ parts | join(" || '|' || ") }}
{%- endmacro %}


{#- The time that orders versions of a record. A deletion counts from its mark. -#}
{% macro version_time(contract) -%}
    {%- set version = '"' ~ contract.meta.version ~ '"' if contract.meta.version else 'cast(null as timestamp)' -%}
    case
        when record_is_tombstone then greatest({{ version }}, record_deleted_at)
        else {{ version }}
    end
{%- endmacro %}


{% macro occurrence_time(contract) -%}
    {{ '"' ~ contract.meta.occurred ~ '"' if contract.meta.occurred else 'cast(null as timestamp)' }}
{%- endmacro %}
