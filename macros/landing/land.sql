{#- The body of a landing model: one row per record of the files that are new or changed since the
    last build, typed by the raw contract of the source the model names, with the reasons why a
    record cannot be used. Files already landed are not read again. -#}
{% macro land(source_relation) %}
    {{- adapter.dispatch('land')(source_relation) -}}
{% endmacro %}


{% macro duckdb__land(source_relation) %}
    {%- if not execute %}
select 1  -- while parsing, only the dependencies count: {{ source_relation }} {{ ref('landed_files') }}
    {%- else -%}
        {%- set contract = raw_contract() -%}
        {%- set longest_line = prepare_batch(contract, ref('landed_files')) if is_building() else none -%}
        {%- if longest_line is none and is_building() and load_cached_relation(this) -%}
select * from {{ this }} where false  -- no file is new or changed
        {%- else -%}
{{ landing_select(contract, longest_line) }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}


{#- On Spark the same SQL is run by DuckDB inside the executors. The table has a partition a file, so
    that a file's rows can be replaced. -#}
{% macro spark__land(source_relation) %}
    {%- if not execute %}
select 1  -- while parsing, only the dependencies count: {{ source_relation }} {{ ref('landed_files') }}
    {%- else -%}
        {%- set view = exports_view(raw_contract(), ref('landed_files')) -%}
        {%- if view %}
select *, md5(source_file) as source_file_key from ({{ view }}) as records
        {%- else %}
select * from {{ this }} where false  -- no file is new or changed
        {%- endif -%}
    {%- endif -%}
{% endmacro %}


{#- The records of a slice of the batch, typed and judged; without a line, the same columns and no row. -#}
{% macro landing_select(contract, longest_line_bytes) -%}
with
{% if longest_line_bytes is not none %}
lines as materialized (
    {{ exported_lines(batch_table() ~ '_paths', longest_line_bytes) }}
),

located_lines as (
    {{ located_lines(batch_table() ~ '_slice') }}
),

unwrapped_lines as (
    {{ unwrapped_lines() }}
),
{% endif %}
records as (
    {{ no_records(contract) if longest_line_bytes is none else parsed_records(contract) }}
),

typed as (
    {{ typed_records(contract.fields) }}
),

judged as (
    {{ judged_records(contract) }}
),

explained as (
    {{ explained_records(contract) }}
),

final as (
    {{ landed_rows(contract) }}
)

select * from final
{%- endmacro %}


{#- Every field as its type, beside the raw record. -#}
{% macro typed_records(fields) -%}
    select
        *,
        {%- for field in fields %}
        {{ field_value('record', field) }} as "{{ field.name }}",
        {%- endfor %}
        {{ deletion_time() }} as record_deleted_at
    from records
{%- endmacro %}


{#- Whether a record is a deletion mark, what identifies it, and whether anything is wrong with it. -#}
{% macro judged_records(contract) -%}
    select
        *,
        coalesce({{ is_deletion() }} or ({{ contract.meta.deleted_when or 'false' }}), false)
            as record_is_tombstone,
        {{ record_key(contract) }} as record_key,
        {{ has_fault('record', none, contract.fields, true) }} as is_faulty,
        {{ has_fault('record', none, contract.fields, false) }} as has_issues
    from typed
{%- endmacro %}


{#- What is wrong, in words; worked out for faulty records alone. -#}
{% macro explained_records(contract) -%}
    select
        * exclude (record_text),
        case
            when record_fault is not null then [struct_pack(kind := record_fault, words := record_fault)]
            when record_is_tombstone and {{ record_key(contract) }} is not null then null
            when is_faulty or record_shape_fault is not null
                then list_filter(
                    list_append(
                        {{ fault_list('record', none, contract.fields, true) }},
                        case
                            when record_shape_fault is not null
                                then struct_pack(kind := record_shape_fault, words := record_shape_fault)
                        end
                    ),
                    lambda fault: fault is not null
                )
        end as rejections,
        case
            when has_issues and record_fault is null
                then list_filter(
                    {{ fault_list('record', none, contract.fields, false) }}, lambda fault: fault is not null
                )
        end as issues,
        record_text
    from judged
{%- endmacro %}


{#- The columns of a landing model: the contract's, then landing's own (landing_columns). -#}
{% macro landed_rows(contract) -%}
    select
        {%- for field in contract.fields %}
        "{{ field.name }}",
        {%- endfor %}
        cast('{{ contract.source_system }}' as varchar) as source_system,
        source_instance,
        source_file,
        source_file_version,
        source_line,
        record_key,
        {{ version_time(contract) }} as record_version_at,
        {{ occurrence_time(contract) }} as record_occurred_at,
        record_emitted_at,
        record_is_tombstone,
        list_transform(rejections, lambda fault: fault.words) as record_reject_reasons,
        list_transform(rejections, lambda fault: fault.kind) as record_reject_kinds,
        list_transform(issues, lambda fault: fault.words) as record_issues,
        list_transform(issues, lambda fault: fault.kind) as record_issue_kinds,
        case when rejections is not null then {{ rejected_text('record_text') }} end
            as record_text
    from explained
{%- endmacro %}
