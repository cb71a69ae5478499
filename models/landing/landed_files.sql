-- Lists the landing zone anew at every build and reads its own former state, so that a file that was
-- inspected is not inspected again and a file that is gone is still known.
{{ config(materialized='table', full_refresh=none) }}
{%- set former = former_state() if is_building() else none %}
{%- set folder = check_raw_dir(former) %}
{%- set listing %}
    select
        source_file,
        md5(size_bytes || '|' || modified_us || '|' || {{ reading_version() }}) as source_file_version,
        file_path,
        size_bytes,
        make_timestamp(modified_us) as modified_at,
        regexp_extract(
            source_file,
            '^([a-z0-9_]+)(?:@([A-Za-z0-9_-]+))?/([a-z0-9_]+)(?:/.*)?[.](?:jsonl|ndjson|json|csv)(?:[.]gz)?$',
            ['source_system', 'source_instance', 'object_name']
        ) as place
    from (
        select unnest({{ listed_exports() }}, recursive := true)
    ) as files
{%- endset %}
{%- set inspection %}
    select
        source_file,
        inspect_export(
            local_export(file_path, source_file_version, size_bytes), object_name
        ) as inspection
    from uninspected
{%- endset %}
{%- set uninspected %}
with

objects as (
    select *
    from (values {{ contracted_objects() }}) as contracted (source_system, object_name)
),

former as (
    {%- if former %}
    select * from {{ former }}
    {%- else %}
    select
        cast(null as string) as source_system,
        cast(null as string) as source_instance,
        cast(null as string) as object_name,
        cast(null as string) as source_file,
        cast(null as string) as source_file_version,
        cast(null as string) as file_path,
        cast(null as string) as raw_dir,
        cast(null as string) as file_state,
        cast(null as string) as problem,
        cast(null as string) as record_format,
        cast(null as {{ list_of('string') }}) as header,
        cast(null as string) as delimiter,
        cast(null as bigint) as size_bytes,
        cast(null as bigint) as line_count,
        cast(null as bigint) as record_count,
        cast(null as bigint) as longest_line_bytes,
        cast(null as boolean) as is_enveloped,
        cast(null as boolean) as needs_copy,
        cast(null as timestamp) as modified_at
    where false
    {%- endif %}
),

listed as {{ materialized() }} (
    {{ by_duckdb('listed_exports', listing, once=true) }}
),

recognised as (
    select
        objects.source_system,
        case when objects.object_name is not null then coalesce(nullif(listed.place.source_instance, ''), 'main') end
            as source_instance,
        objects.object_name,
        listed.source_file,
        listed.source_file_version,
        listed.file_path,
        listed.size_bytes,
        listed.modified_at
    from listed
    left join objects
        on listed.place.source_system = objects.source_system
        and listed.place.object_name = objects.object_name
),

uninspected as (
    select
        recognised.object_name,
        recognised.source_file,
        recognised.source_file_version,
        recognised.file_path,
        recognised.size_bytes
    from recognised
    left join former
        on recognised.source_file = former.source_file
        and recognised.source_file_version = former.source_file_version
        and former.file_state <> 'unrecognised'
    where
        recognised.object_name is not null
        and former.source_file is null
)
{%- endset %}

{{ uninspected }},

inspected as (
    {{ by_duckdb(
        'inspected_exports',
        inspection,
        relation='uninspected',
        files=uninspected ~ ' select * from uninspected'
    ) }}
),

described as (
    select
        recognised.source_system,
        recognised.source_instance,
        recognised.object_name,
        recognised.source_file,
        recognised.source_file_version,
        recognised.file_path,
        '{{ sql_text(folder) }}' as raw_dir,
        case
            when recognised.object_name is null then 'unrecognised'
            when coalesce(inspected.inspection.problem, same_file.problem) is not null then 'unreadable'
            else 'landed'
        end as file_state,
        coalesce(inspected.inspection.problem, same_file.problem) as problem,
        coalesce(inspected.inspection.record_format, same_file.record_format) as record_format,
        coalesce(inspected.inspection.header, same_file.header) as header,
        coalesce(inspected.inspection.delimiter, same_file.delimiter) as delimiter,
        recognised.size_bytes,
        coalesce(inspected.inspection.line_count, same_file.line_count) as line_count,
        -- A file that became unreadable keeps the rows, and so the count, of its last good state.
        case
            when inspected.inspection.problem is not null then coalesce(earlier.record_count, 0)
            else coalesce(inspected.inspection.record_count, same_file.record_count, 0)
        end as record_count,
        coalesce(inspected.inspection.longest_line_bytes, same_file.longest_line_bytes)
            as longest_line_bytes,
        coalesce(inspected.inspection.is_enveloped, same_file.is_enveloped) as is_enveloped,
        coalesce(inspected.inspection.needs_copy, same_file.needs_copy) as needs_copy,
        recognised.modified_at
    from recognised
    left join inspected on recognised.source_file = inspected.source_file
    left join former as same_file
        on recognised.source_file = same_file.source_file
        and recognised.source_file_version = same_file.source_file_version
        and same_file.file_state <> 'unrecognised'
    left join former as earlier on recognised.source_file = earlier.source_file
),

gone as (
    select
        source_system,
        source_instance,
        object_name,
        source_file,
        source_file_version,
        file_path,
        -- The landing zone may have moved since.
        '{{ sql_text(folder) }}' as raw_dir,
        'gone' as file_state,
        problem,
        record_format,
        header,
        delimiter,
        size_bytes,
        line_count,
        record_count,
        longest_line_bytes,
        is_enveloped,
        needs_copy,
        modified_at
    from former
    where
        file_state in ('landed', 'gone', 'unreadable')
        and source_file not in (select source_file from listed)
        and (file_state <> 'unreadable' or record_count > 0)
),

final as (
    select * from described
    union all
    select * from gone
)

select * from final
