{#- The files that a landing model reads in this build. -#}

{% macro batch_table() -%} batch_of_{{ model.name }} {%- endmacro %}


{#- Lists the new and changed files of the model's object in a temporary table. Returns the bytes of
    their longest line, which the reader has to know; none if there is no line. -#}
{% macro prepare_batch(contract, landed_files) -%}
    {%- set changed = changed_files(contract, landed_files, landed_before(contract, landed_files)) -%}
    {%- do run_query(batch_statement(changed, contract.object_name, var('landing_slice_bytes'))) -%}
    {{ return(longest_line_bytes()) }}
{%- endmacro %}


{#- The same on Spark: the batch is a view of the changed files, and their records are a view of what
    DuckDB makes of them inside the executors. Returns that view as SQL; none if nothing is new. -#}
{% macro exports_view(contract, landed_files) -%}
    {%- set name, shape = 'exports_of_' ~ model.name, landing_select(contract, none) -%}
    {%- if not is_building() -%} {{ return(by_duckdb(name, shape)) }} {%- endif -%}
    {%- set existing = landed_before(contract, landed_files) -%}
    {%- do run_query(
        "create or replace temporary view " ~ batch_table() ~ " as " ~ changed_files(contract, landed_files, existing)
    ) -%}
    {%- set longest = longest_line_bytes() -%}
    {%- if longest is none -%} {{ return(none if existing else by_duckdb(name, shape)) }} {%- endif -%}
    {{ return(by_duckdb(
        name,
        statement=[
            batch_statement('select * from files', contract.object_name), slice_statement(0), landing_select(contract, longest)
        ] | join(';\n'),
        relation='files',
        files='select * from ' ~ batch_table() ~ ' where line_count > 0',
        shape=shape,
    )) }}
{%- endmacro %}


{#- The landed table if there is one that fits the contract. -#}
{% macro landed_before(contract, landed_files) -%}
    {%- set existing = load_cached_relation(this) -%}
    {{ return(fit_to_contract(contract, existing, landed_files) if existing else none) }}
{%- endmacro %}


{% macro longest_line_bytes() -%}
    {{ return(run_query(
        'select max(longest_line_bytes) from ' ~ batch_table() ~ ' where line_count > 0'
    ).rows[0][0]) }}
{%- endmacro %}


{#- The object's readable files that the landed table does not hold in their present state, and those
    that moved away while it still holds their rows: without a line, so that these rows go. -#}
{% macro changed_files(contract, landed_files, existing) -%}
    select files.*
    from (
        select
            source_instance,
            source_file,
            source_file_version as file_version,
            md5(source_file_version || '{{ contract.hash }}') as source_file_version,
            file_path,
            record_format,
            header,
            delimiter,
            size_bytes,
            case when file_state = 'moved' then 0 else line_count end as line_count,
            longest_line_bytes,
            is_enveloped,
            needs_copy,
            file_state
        from {{ landed_files }}
        where
            source_system = '{{ contract.source_system }}'
            and object_name = '{{ contract.object_name }}'
            and file_state in ('landed', 'moved')
    ) as files
    {%- if existing %}
    left join (
        select source_file, max(source_file_version) as source_file_version from {{ existing }} group by source_file
    ) as held on files.source_file = held.source_file
    where
        case
            when files.file_state = 'moved' then held.source_file is not null
            else held.source_file_version is null or held.source_file_version <> files.source_file_version
        end
    {%- else %}
    where files.file_state = 'landed'
    {%- endif %}
{%- endmacro %}


{#- Which slice of the batch a file is in. Slices are read one after the other, so that what is held at
    once does not grow with the batch. An archive counts tenfold, about what it unpacks to. -#}
{% macro slice_number(slice_bytes) -%}
    cast(coalesce(sum(size_bytes * case when ends_with(lower(file_path), '.gz') then 10 else 1 end) over (
        order by source_file rows between unbounded preceding and 1 preceding
    ), 0) // {{ slice_bytes }} as bigint)
{%- endmacro %}


{#- The batch: where each changed file is read, in which slice, and how many lines of the slice stand
    before it. -#}
{% macro batch_statement(changed, object_name, slice_bytes=none) %}
{%- set local_path = "local_export(file_path, file_version, size_bytes)" %}
create or replace temporary table {{ batch_table() }} as
with

changed as (
    {{ changed }}
),

-- Only a CSV that is read as it stands has a header here: a copy says each row's keys.
sliced as (
    select
        * replace (case when not needs_copy then header end as header),
        {{ slice_number(slice_bytes) if slice_bytes else 0 }} as slice_number
    from changed
)

select
    source_instance,
    source_file,
    source_file_version,
    file_path,
    case
        when line_count = 0 then file_path
        when needs_copy then readable_copy({{ local_path }}, record_format, delimiter, '{{ object_name }}') else {{ local_path }}
    end as read_path,
    needs_copy as is_copy,
    is_enveloped,
    line_count,
    longest_line_bytes,
    slice_number,
    -- A header is a line, but none of a copy.
    coalesce(sum(line_count + case when line_count > 0 and header is not null then 1 else 0 end) over (
        partition by slice_number order by source_file rows between unbounded preceding and 1 preceding
    ), 0) as lines_before,
    case when record_format = 'csv' and header is null then 1 else 0 end as lines_left_out,
    list_transform(header, lambda name: to_json(name) || ':') as csv_keys,
    delimiter
from sliced
{% endmacro %}


{#- Makes a slice the one that the landing statement reads: its files as a table, so that the database
    sees how few they are beside their lines, and their paths as a variable, so that no file name
    enters the SQL. -#}
{% macro slice_statement(slice_number) -%}
    create or replace temporary table {{ batch_table() }}_slice as
    select * from {{ batch_table() }} where line_count > 0 and slice_number = {{ slice_number }};

    set variable {{ batch_table() }}_paths = (
        select list({{ literal_glob('read_path') }} order by source_file) from {{ batch_table() }}_slice
    )
{%- endmacro %}


{#- A path as a pattern that matches it alone: the reader takes `raw[1]` for a pattern, and would
    read the files of `raw1` in its place. -#}
{% macro literal_glob(path) -%} regexp_replace({{ path }}, '([[*?])', '[\1]', 'g') {%- endmacro %}
