{#- Write, audit, publish: after a whole build of which every test has passed, the marts are copied
    to a file of their own (and to Parquet), which then takes the place of the published one in one
    step. Whoever reads the published file sees the last good state and never blocks a build, with any
    DuckDB since 1.0.

    Published are the models that say so (`config.meta.publish`), and of those the columns that
    their contract names: an allow-list, so that a column added to a model is not published until
    it is added there. -#}
{% macro publish(results) -%}
    {%- if execute and flags.WHICH == 'build' and is_whole_build() and all_passed(results) -%}
        {%- if usable_records() == 0 and adapter.dispatch('is_published')() -%}
            {{ exceptions.warn(
                "Nothing is published anew: no record in '" ~ raw_dir() ~ "' can be used, and the marts of the last "
                ~ "good build stay as they are. Is RAW_DIR the folder that holds <source_system>/<object>/*.jsonl?"
            ) }}
        {%- else -%}
            {%- do adapter.dispatch('publish_models')() -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}


{#- How many records of all exports are in use. -#}
{% macro usable_records() -%}
    {{ return(run_query(
        "select coalesce(sum(current_rows), 0) from " ~ relation_of('source_accounting')
    ).rows[0][0] | int) }}
{%- endmacro %}


{#- Whether marts were ever published. -#}
{% macro duckdb__is_published() -%}
    {{ return(run_query("select count(*) from glob('" ~ published_path() ~ "')").rows[0][0] > 0) }}
{%- endmacro %}


{% macro spark__is_published() -%}
    {%- set schema = generate_schema_name('published', none) | trim -%}
    {{ return(adapter.get_relation(database=none, schema=schema, identifier='source_accounting') is not none) }}
{%- endmacro %}


{% macro duckdb__publish_models() -%}
    {%- set target_path = published_path() -%}
    {%- set folder = target_path ~ '.parquet' -%}
    {%- do run_query("select make_folder('" ~ folder ~ ".next')") -%}
    {%- do run_query("select remove_file('" ~ target_path ~ ".next')") -%}
    {%- do adapter.execute("attach '" ~ target_path ~ ".next' as publication (storage_version 'v1.0.0')") -%}
    {%- set count = namespace(models=0) -%}
    {%- for node in published_nodes() -%}
        {%- set columns = '"' ~ node.columns.keys() | join('", "') ~ '"' -%}
        {%- set relation = '"' ~ node.schema ~ '"."' ~ node.alias ~ '"' -%}
        {%- set rows = "select " ~ columns ~ " from " ~ relation -%}
        {%- do adapter.execute("create table publication." ~ node.alias ~ " as " ~ rows) -%}
        {%- do adapter.execute(definitions_as_comments(node)) -%}
        {%- do adapter.execute("copy (" ~ rows ~ ") to '" ~ folder ~ ".next/" ~ node.alias ~ ".parquet' (format parquet)") -%}
        {%- set count.models = count.models + 1 -%}
    {%- endfor -%}
    {%- do adapter.execute("detach publication") -%}
    {%- do run_query("select replace_file('" ~ target_path ~ ".next', '" ~ target_path ~ "')") -%}
    {%- do run_query("select replace_folder('" ~ folder ~ ".next', '" ~ folder ~ "')") -%}
    {%- do print("Published " ~ count.models ~ " models to " ~ target_path ~ " and " ~ folder ~ "/") -%}
    {%- if env_var('PUBLISHED_BUCKET', '') -%} {%- do upload_published() -%} {%- endif -%}
{%- endmacro %}


{#- `dbt run-operation upload_published`: the published Parquet and database to PUBLISHED_BUCKET. Part of
    a build's publication; by itself, if that broke off. -#}
{% macro upload_published() -%}
    {%- set place, published = sql_text(env_var('PUBLISHED_BUCKET')), published_path() -%}
    {%- set done = run_query(
        "select done.problem, array_to_string(done.left_over, ', ') from (select upload('"
        ~ published ~ "', '" ~ published ~ ".parquet', '" ~ place ~ "') as done)"
    ).rows[0] -%}
    {%- if done[0] -%}
        {{ exceptions.raise_compiler_error(
            done[0] ~ " The marts are published in " ~ published ~ "; in the bucket some may be of this build and some of "
            ~ "the last one. Upload them again by `dbt run-operation upload_published`."
        ) }}
    {%- endif -%}
    {%- do print("Uploaded them to " ~ place) -%}
    {%- if done[1] -%}
        {{ exceptions.warn("No longer published, but still in " ~ place ~ ": " ~ done[1] ~ ". Remove them there.") }}
    {%- endif -%}
{%- endmacro %}


{#- On Spark the published state is a schema of its own: views over a copy of the marts. Each view
    goes over to the new copy in one step; then the old copy is dropped. -#}
{% macro spark__publish_models() -%}
    {%- set schema = generate_schema_name('published', none) -%}
    {%- set copy = 'copy_' ~ run_started_at.strftime('%Y%m%d%H%M%S%f') -%}
    {%- do adapter.execute('create schema if not exists ' ~ schema) -%}
    {%- for node in published_nodes() -%}
        {%- do adapter.execute(
            'create table ' ~ schema ~ '.' ~ node.alias ~ '__' ~ copy ~ ' using parquet as select '
            ~ node.columns.keys() | join(', ') ~ ' from ' ~ node.schema ~ '.' ~ node.alias
        ) -%}
    {%- endfor -%}
    {%- for node in published_nodes() -%}
        {%- do adapter.execute(
            'create or replace view ' ~ schema ~ '.' ~ node.alias ~ ' as select * from '
            ~ schema ~ '.' ~ node.alias ~ '__' ~ copy
        ) -%}
    {%- endfor -%}
    {%- for row in run_query("show tables in " ~ schema ~ " like '*__copy_*'").rows if not row[1].endswith(copy) -%}
        {%- do adapter.execute('drop table ' ~ schema ~ '.' ~ row[1]) -%}
    {%- endfor -%}
    {%- do print("Published " ~ published_nodes() | length ~ " models to the schema " ~ schema) -%}
{%- endmacro %}


{#- The models that say that they are published. -#}
{% macro published_nodes() -%}
    {{ return(
        graph.nodes.values() | selectattr('config.meta.publish', 'true')
        | selectattr('resource_type', 'in', ['model', 'seed']) | list
    ) }}
{%- endmacro %}


{#- Statements that write a model's and its columns' definitions beside the published table, where a
    BI tool shows them. -#}
{% macro definitions_as_comments(node) -%}
    {%- set table = 'publication."' ~ node.alias ~ '"' -%}
    comment on table {{ table }} is '{{ sql_text(node.description | trim) }}';
    {%- for column in node.columns.values() %}
    comment on column {{ table }}."{{ column.name }}" is '{{ sql_text(column.description | trim) }}';
    {%- endfor %}
{%- endmacro %}


{#- Where the published database is: beside the working one, `warehouse.published.duckdb`. -#}
{% macro published_path() -%}
    {%- if is_bucket(env_var('PUBLISHED_PATH', '')) -%}
        {{ exceptions.raise_compiler_error(
            "PUBLISHED_PATH is the path of a local file, which is replaced in one step: set PUBLISHED_BUCKET to "
            ~ env_var('PUBLISHED_PATH') ~ " to have the marts there as well."
        ) }}
    {%- endif -%}
    {{ return(sql_text(env_var('PUBLISHED_PATH', '') or (target.path | replace('.duckdb', '') ~ '.published.duckdb'))) }}
{%- endmacro %}


{#- Whether nothing was left out of the build but dbt's unit tests, which test the logic, not the
    data. -#}
{% macro is_whole_build() -%}
    {%- set args = invocation_args_dict -%}
    {%- set left_out = (args.get('exclude_resource_types') or []) | reject('equalto', 'unit_test') | list -%}
    {%- set chosen = (args.get('select') or []) | reject('equalto', '*') | list -%}
    {{ return(not (
        chosen or args.get('exclude') or args.get('selector') or args.get('resource_types')
        or left_out or args.get('empty') or args.get('sample')
    )) }}
{%- endmacro %}


{% macro all_passed(results) -%}
    {%- for result in results if result.status | string not in ('success', 'pass', 'warn', 'no-op') -%}
        {{ return(false) }}
    {%- endfor -%}
    {{ return(true) }}
{%- endmacro %}
