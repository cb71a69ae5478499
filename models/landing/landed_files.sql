-- Lists the landing zone anew at every build and reads its own former state, so that a file that was
-- inspected is not inspected again and a file that is gone is still known.
{{ config(materialized='table', full_refresh=none) }}
{%- if target.type != 'duckdb' %}

select * from parquet.`{{ landed_location() }}`
{%- else %}
{%- set former = load_relation(this) if is_building() else none %}
{{- check_raw_dir(former) }}

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
        cast(null as varchar) as source_system,
        cast(null as varchar) as source_instance,
        cast(null as varchar) as object_name,
        cast(null as varchar) as source_file,
        cast(null as varchar) as source_file_version,
        cast(null as varchar) as file_path,
        cast(null as varchar) as raw_dir,
        cast(null as varchar) as file_state,
        cast(null as varchar) as problem,
        cast(null as varchar) as record_format,
        cast(null as varchar[]) as header,
        cast(null as varchar) as delimiter,
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
    select unnest({{ listed_exports() }}, recursive := true)
),

named as (
    select
        *,
        regexp_extract(
            source_file,
            '^([a-z0-9_]+)(?:@([A-Za-z0-9_-]+))?/([a-z0-9_]+)(?:/.*)?[.](?:jsonl|ndjson|json|csv)(?:[.]gz)?$',
            ['source_system', 'source_instance', 'object_name']
        ) as place,
        md5(size_bytes || '|' || modified_us) as source_file_version
    from listed
),

recognised as (
    select
        objects.source_system,
        case when objects.object_name is not null then coalesce(nullif(named.place.source_instance, ''), 'main') end
            as source_instance,
        objects.object_name,
        named.source_file,
        named.source_file_version,
        named.file_path,
        named.size_bytes,
        make_timestamp(named.modified_us) as modified_at
    from named
    left join objects
        on named.place.source_system = objects.source_system
        and named.place.object_name = objects.object_name
),

inspected as (
    select
        recognised.*,
        inspect_export(
            local_export(recognised.file_path, recognised.source_file_version, recognised.size_bytes)
        ) as inspection
    from recognised
    left join former
        on recognised.source_file = former.source_file
        and recognised.source_file_version = former.source_file_version
        and former.file_state <> 'unrecognised'
    where
        recognised.object_name is not null
        and former.source_file is null
),

described as (
    select
        recognised.source_system,
        recognised.source_instance,
        recognised.object_name,
        recognised.source_file,
        recognised.source_file_version,
        recognised.file_path,
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
        * replace (
            'gone' as file_state,
            -- The landing zone may have moved since.
            {{ landing_zone() }} as raw_dir
        )
    from former
    where
        file_state in ('landed', 'gone', 'unreadable')
        and source_file not in (select source_file from listed)
        and (file_state <> 'unreadable' or record_count > 0)
),

final as (
    select
        source_system,
        source_instance,
        object_name,
        source_file,
        source_file_version,
        file_path,
        {{ landing_zone() }} as raw_dir,
        file_state,
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
    from described
    union all
    select * from gone
)

select * from final
{%- endif %}
