-- Lists the landing zone anew at every build and reads its own former state, so that a file that was
-- inspected is not inspected again and a file that is gone is still known.
{{ config(materialized='table', full_refresh=none) }}
{%- set former = former_state() if is_building() else none %}
{%- set former_columns = column_types('select * from ' ~ former) if former else {} %}
{%- set added_columns = {'content_hash': 'string', 'record_count_before': 'bigint', 'is_continued': 'boolean'} %}
{#- What was inspected and is as it was; what moved away or was found empty may be asked for again. -#}
{%- set is_inspected %}
    former.file_state not in ('unrecognised', 'moved' {{- ", 'unreadable'" if var('accept_empty_exports', false) }})
{%- endset %}
{%- set folder = check_raw_dir(former) %}
{%- set inspected_columns = [
    'problem', 'record_format', 'header', 'delimiter', 'line_count', 'longest_line_bytes', 'is_enveloped',
    'needs_copy', 'content_hash', 'is_continued',
] %}
{%- set listing %}
    select
        source_file,
        md5(concat_ws('|', size_bytes, modified_us, content_hash, {{ reading_version() }})) as source_file_version,
        file_path,
        size_bytes,
        make_timestamp(modified_us) as modified_at,
        source_system,
        source_instance,
        object_name
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
    select
        *
        {%- for column, type in added_columns.items() if column not in former_columns %},
        cast(null as {{ type }}) as {{ column }}
        {%- endfor %}
    from {{ former }}
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
        cast(null as timestamp) as modified_at,
        cast(null as string) as content_hash,
        cast(null as bigint) as record_count_before,
        cast(null as boolean) as is_continued
    where false
    {%- endif %}
),

listed as {{ materialized() }} (
    {{ by_duckdb('listed_exports', listing, once=true) }}
),

recognised as (
    select
        objects.source_system,
        case when objects.object_name is not null then listed.source_instance end as source_instance,
        objects.object_name,
        listed.source_file,
        listed.source_file_version,
        listed.file_path,
        listed.size_bytes,
        listed.modified_at
    from listed
    left join objects
        on listed.source_system = objects.source_system
        and listed.object_name = objects.object_name
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
        and {{ is_inspected }}
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

-- What is known of each listed file: from its inspection, else from the former one.
known as (
    select
        recognised.*,
        inspected.source_file is not null as is_new_version,
        earlier.record_count as earlier_record_count,
        earlier.source_file is null as is_new_file,
        -- The last run of a tool that failed: an export that held records does not lose all of them.
        coalesce(
            inspected.inspection.problem is null and inspected.inspection.record_count = 0
            and earlier.record_count > 0, false
        ) {{- ' and false' if var('accept_empty_exports', false) }} as is_emptied,
        same_file.record_count as same_record_count,
        same_file.record_count_before as same_record_count_before,
        {%- for column in inspected_columns %}
        coalesce(inspected.inspection.{{ column }}, same_file.{{ column }}) as {{ column }},
        {%- endfor %}
        inspected.inspection.record_count as inspected_record_count
    from recognised
    left join inspected on recognised.source_file = inspected.source_file
    left join former as same_file
        on recognised.source_file = same_file.source_file
        and recognised.source_file_version = same_file.source_file_version
        and {{ is_inspected | replace('former.', 'same_file.') }}
    left join former as earlier on recognised.source_file = earlier.source_file
),

described as (
    select
        source_system,
        source_instance,
        object_name,
        source_file,
        source_file_version,
        file_path,
        '{{ sql_text(folder) }}' as raw_dir,
        case
            when object_name is null then 'unrecognised'
            when problem is not null or is_emptied then 'unreadable'
            else 'landed'
        end as file_state,
        case
            when is_emptied
                then
                    'holds no record, where there were ' || earlier_record_count || ' before, which stay in '
                    || 'use: export it again; if nothing is left to export, build once with '
                    || '--vars ''accept_empty_exports: true'''
            else problem
        end as problem,
        record_format,
        header,
        delimiter,
        size_bytes,
        line_count,
        -- A file that became unreadable keeps the rows, and so the count, of its last good state.
        case
            when is_new_version and (problem is not null or is_emptied) then coalesce(earlier_record_count, 0)
            else coalesce(inspected_record_count, same_record_count, 0)
        end as record_count,
        longest_line_bytes,
        is_enveloped,
        needs_copy,
        modified_at,
        content_hash,
        case when is_new_version then earlier_record_count else same_record_count_before end
            as record_count_before,
        is_continued
    from known
),

missing as (
    select *
    from former
    where
        file_state in ('landed', 'gone', 'unreadable', 'moved')
        and source_file not in (select source_file from listed)
        and (file_state <> 'unreadable' or record_count > 0)
),

-- The same content under another name is the same export: a folder was renamed. Beside another
-- instance's file that was always there it is no move: two shops may have the same two agents.
moves as (
    select
        missing.source_file,
        min(described.source_file) as moved_to
    from missing
    inner join described
        on
            missing.content_hash = described.content_hash
            and missing.source_system = described.source_system
            and missing.object_name = described.object_name
    inner join known on described.source_file = known.source_file
    where
        described.file_state = 'landed'
        and described.record_count > 0
        and (known.is_new_file or missing.source_instance = described.source_instance)
    group by missing.source_file
),

gone as (
    select
        missing.source_system,
        missing.source_instance,
        missing.object_name,
        missing.source_file,
        missing.source_file_version,
        missing.file_path,
        -- The landing zone may have moved since.
        '{{ sql_text(folder) }}' as raw_dir,
        case when missing.file_state = 'moved' or moves.moved_to is not null then 'moved' else 'gone' end
            as file_state,
        coalesce('is ' || moves.moved_to || ' now, and counts there alone', missing.problem) as problem,
        missing.record_format,
        missing.header,
        missing.delimiter,
        missing.size_bytes,
        missing.line_count,
        case when missing.file_state = 'moved' or moves.moved_to is not null then 0 else missing.record_count end
            as record_count,
        missing.longest_line_bytes,
        missing.is_enveloped,
        missing.needs_copy,
        missing.modified_at,
        missing.content_hash,
        case
            when missing.file_state = 'moved' then 0
            when moves.moved_to is not null then missing.record_count
            else missing.record_count_before
        end as record_count_before,
        missing.is_continued
    from missing
    left join moves on missing.source_file = moves.source_file
),

final as (
    select * from described
    union all
    select * from gone
)

select * from final
