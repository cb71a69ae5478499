{#- The files that a landing model reads in this build. -#}

{% macro batch_table() -%}
    {{ return('batch_of_' ~ model.name) }}
{%- endmacro %}


{#- Lists the new and changed files of the model's object in a temporary table, and hands their
    paths to the database as a variable, so that no file name ever enters the SQL. Returns the
    groups of files that one reader can read together: JSON lines, and CSV by header. -#}
{% macro prepare_batch(contract, landed_files) -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- if existing -%}
        {%- set existing = fit_to_contract(contract, existing, landed_files) -%}
    {%- endif -%}
    {%- do run_query(batch_statement(changed_files(contract, landed_files, existing))) -%}
    {%- set groups = [] -%}
    {%- set found = run_query(
        "select group_number, any_value(header) as header, any_value(delimiter) as delimiter,
            max(longest_line_bytes) as longest_line_bytes
        from " ~ batch_table() ~ " where line_count > 0 group by group_number order by group_number"
    ) -%}
    {%- for row in found.rows -%}
        {%- set group = file_group(row['group_number'], row) -%}
        {%- do run_query(paths_statement(group.paths, row['group_number'])) -%}
        {%- do groups.append(group) -%}
    {%- endfor -%}
    {{ return(groups) }}
{%- endmacro %}


{#- The same on Spark: a view for each such group, of what DuckDB makes of its files inside the
    executors. A task sees files of one group alone, which is its group 1 if they are plain CSV. -#}
{% macro exports_views(contract, landed_files) -%}
    {%- set name, shape = 'exports_of_' ~ model.name, landing_select(contract, []) -%}
    {%- if not is_building() -%} {{ return([by_duckdb(name, shape)]) }} {%- endif -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- if existing -%}
        {%- set existing = fit_to_contract(contract, existing, landed_files) -%}
    {%- endif -%}
    {%- do run_query(
        "create or replace temporary view " ~ batch_table() ~ " as " ~ changed_files(contract, landed_files, existing)
    ) -%}
    {%- set views = [] -%}
    {%- set groups = run_query(
        "select to_json(header) as header, delimiter, max(longest_line_bytes) as longest_line_bytes
        from " ~ batch_table() ~ " where line_count > 0 group by header, delimiter order by header, delimiter"
    ) -%}
    {%- for row in groups.rows -%}
        {%- set number = 1 if row['header'] else 0 -%}
        {%- set group = file_group(number, row) -%}
        {%- do views.append(by_duckdb(
            name ~ '_' ~ loop.index,
            statement=[
                batch_statement('select * from files'),
                paths_statement(group.paths, number),
                landing_select(contract, [group]),
            ] | join(';\n'),
            relation='files',
            files="select * from " ~ batch_table() ~ " where line_count > 0 and coalesce(to_json(header), '') = '"
                ~ sql_text(row['header'] or '') ~ "' and coalesce(delimiter, '') = '" ~ sql_text(row['delimiter'] or '') ~ "'",
            shape=shape,
        )) -%}
    {%- endfor -%}
    {{ return(views if views or existing else [by_duckdb(name, shape)]) }}
{%- endmacro %}


{#- The object's readable files that the landed table does not hold in their present state; `header`
    is given where the database reads by it. -#}
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
            record_format = 'csv' and not needs_copy as is_plain_csv,
            case when record_format = 'csv' and not needs_copy then header end as header,
            delimiter,
            size_bytes,
            line_count,
            longest_line_bytes,
            is_enveloped,
            needs_copy
        from {{ landed_files }}
        where
            source_system = '{{ contract.source_system }}'
            and object_name = '{{ contract.object_name }}'
            and file_state = 'landed'
    ) as files
    {%- if existing %}
    anti join (select distinct source_file, source_file_version from {{ existing }}) as held
        on files.source_file = held.source_file and files.source_file_version = held.source_file_version
    {%- endif %}
{%- endmacro %}


{#- The batch: where each changed file is read, in which group, and how many lines stand before it. -#}
{% macro batch_statement(changed) %}
{%- set local_path = "local_export(file_path, file_version, size_bytes)" %}
create or replace temporary table {{ batch_table() }} as
with

changed as (
    {{ changed }}
),

readable as (
    select
        *,
        case
            when needs_copy then readable_copy({{ local_path }}, record_format, delimiter) else {{ local_path }}
        end as read_path
    from changed
)

select
    source_instance,
    source_file,
    source_file_version,
    file_path,
    read_path,
    is_enveloped,
    line_count,
    longest_line_bytes,
    delimiter,
    case when is_plain_csv then cast(to_json(header) as varchar) end as header,
    cast(record_format = 'csv' as integer) as header_lines,
    case when is_plain_csv then dense_rank() over (order by is_plain_csv, header, delimiter) else 0 end
        as group_number,
    coalesce(sum(line_count) over (
        partition by is_plain_csv, header, case when is_plain_csv then delimiter end
        order by source_file rows between unbounded preceding and 1 preceding
    ), 0) as lines_before
from readable
{% endmacro %}


{#- Files that one reader can read together. -#}
{% macro file_group(number, row) -%}
    {{ return({
        'paths': batch_table() ~ '_' ~ number,
        'header': fromjson(row['header']) if row['header'] else none,
        'delimiter': row['delimiter'],
        'longest_line_bytes': row['longest_line_bytes'],
    }) }}
{%- endmacro %}


{#- Hands the paths of a group to the database as a variable. -#}
{% macro paths_statement(variable, group_number) -%}
    set variable {{ variable }} = (
        select list({{ literal_glob('read_path') }} order by source_file)
        from {{ batch_table() }}
        where line_count > 0 and group_number = {{ group_number }}
    )
{%- endmacro %}


{#- A path as a pattern that matches it alone: the reader takes `raw[1]` for a pattern, and would
    read the files of `raw1` in its place. -#}
{% macro literal_glob(path) -%}
    {{ return("regexp_replace(" ~ path ~ ", '([[*?])', '[\\1]', 'g')") }}
{%- endmacro %}


{#- One row per line of a group: read_path, line_number over the whole group, the line as JSON. -#}
{% macro group_lines(group) -%}
    {%- set options = "auto_detect = false, filename = true, hive_partitioning = false, max_line_size = "
        ~ [2097152, group.longest_line_bytes + 1024] | max -%}
    {%- if group.header is none -%}
    select filename as read_path, row_number() over () as line_number, line
    from read_csv(
        getvariable('{{ group.paths }}'), columns = {'line': 'VARCHAR'}, header = false,
        delim = '', quote = '', escape = '', {{ options }}
    )
    {%- else -%}
    select
        filename as read_path,
        row_number() over () as line_number,
        cast(to_json(struct_pack(
            {%- for name in group.header %} "{{ name }}" := column_{{ loop.index }} {%- if not loop.last %}, {% endif -%} {%- endfor -%}
        )) as varchar) as line
    from read_csv(
        getvariable('{{ group.paths }}'), header = false, skip = 1, delim = '{{ group.delimiter }}',
        quote = '', escape = '', nullstr = '', {{ options }}, columns = {
            {%- for name in group.header %}'column_{{ loop.index }}': 'VARCHAR' {%- if not loop.last %}, {% endif -%} {%- endfor -%}
        }
    )
    {%- endif -%}
{%- endmacro %}


{#- Makes the landed table fit a changed contract. A column more is added here, not by the
    materialization: the engine cannot alter a table in the transaction that deletes from it. A column
    of another type, or one less, needs the files again: the table is made anew if they are all still
    there, else the build stops. Returns the table, none if it is to be made anew. -#}
{% macro fit_to_contract(contract, existing, landed_files) -%}
    {%- set wanted = column_types(by_duckdb('contract_of_' ~ model.name, typed_columns(contract))) -%}
    {%- set landed = column_types('select * from ' ~ existing) -%}
    {%- for column in landing_columns() -%} {%- do landed.pop(column, none) -%} {%- endfor -%}
    {%- set differing = [] -%}
    {%- for name, type in landed.items() if wanted.get(name) != type -%} {%- do differing.append(name) -%} {%- endfor -%}
    {%- if not differing -%}
        {%- for name, type in wanted.items() if name not in landed -%}
            {%- do run_query('alter table ' ~ existing ~ ' add column ' ~ adapter.quote(name) ~ ' ' ~ type) -%}
        {%- endfor -%}
        {{ return(existing) }}
    {%- endif -%}
    {%- set gone = run_query(
        "select string_agg(distinct source_file, ', ') from " ~ existing ~ " where source_file not in (select source_file from "
        ~ landed_files ~ " where file_state = 'landed')"
    ).rows[0][0] -%}
    {%- if gone -%}
        {{ exceptions.raise_compiler_error(
            "The raw contract of " ~ contract.source_system ~ "." ~ contract.object_name ~ " changes " ~ differing | join(', ')
            ~ ", but these files are gone and cannot be read again: " ~ gone ~ ". Put them back, or give the new column another name."
        ) }}
    {%- endif -%}
    {%- do adapter.drop_relation(existing) -%}
    {{ return(none) }}
{%- endmacro %}


{#- The columns that landing adds to those of the contract; the last one on Spark alone. -#}
{% macro landing_columns() -%}
    {{ return([
        'source_system', 'source_instance', 'source_file', 'source_file_version', 'source_line',
        'record_key', 'record_version_at', 'record_occurred_at', 'record_emitted_at',
        'record_is_tombstone', 'record_reject_reasons', 'record_issues', 'record_text',
        'source_file_key',
    ]) }}
{%- endmacro %}


{#- The contract's columns, typed and empty. -#}
{% macro typed_columns(contract) -%}
    select
        {%- for field in contract.fields %} cast(null as {{ field_type(field) }}) as "{{ field.name }}" {%- if not loop.last %},{% endif %}{% endfor %}
{%- endmacro %}
