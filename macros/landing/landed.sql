{#- How a landing model becomes a table: the rows of new and changed files take the place of what was
    landed of those files, in one transaction. Where no file changed nothing is done, since dbt's
    `incremental` costs as much for no row as for a thousand. A full refresh lands nothing again:
    files that are gone could not come back (`make reland` is the way). -#}
{% materialization landed, adapter='duckdb' -%}
    {%- set target = this.incorporate(type='table') -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- set changed = run_query('select count(*) from ' ~ batch_table()).rows[0][0] -%}
    {%- set slices = run_query(
        'select distinct slice_number from ' ~ batch_table() ~ ' where line_count > 0 order by slice_number'
    ).columns[0].values() -%}

    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {%- if existing and changed -%}
        {%- call statement('forget') -%}
            delete from {{ target }} where source_file in (select source_file from {{ batch_table() }})
        {%- endcall -%}
    {%- endif -%}
    {%- for slice_number in slices -%}
        {%- do run_query(slice_statement(slice_number)) -%}
        {%- call statement('main') -%}
            {{ 'create table ' ~ target ~ ' as' if loop.first and not existing else 'insert into ' ~ target ~ ' by name' }}
            {{ sql }}
        {%- endcall -%}
    {%- else -%}
        {%- if existing -%}
            {%- call noop_statement('main', 'no new line') -%} {{ sql }} {%- endcall -%}
        {%- else -%}
            {%- call statement('main') -%} create table {{ target }} as {{ sql }} {%- endcall -%}
        {%- endif -%}
    {%- endfor -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {%- do adapter.commit() -%}
    {%- if changed -%}
        {%- do run_query("select count(forget_export(file_path, read_path)) from " ~ batch_table()) -%}
    {%- endif -%}
    {{ return({'relations': [target]}) }}
{%- endmaterialization %}


{#- On Spark a file's rows are a partition: those of changed files are dropped, then written anew. A
    build that ends between the two leaves files without rows, which the next build reads again. -#}
{% materialization landed, adapter='spark' -%}
    {%- set target = this.incorporate(type='table') -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- set changed = run_query('select md5(source_file) from ' ~ batch_table()).columns[0].values() | list -%}

    {{ run_hooks(pre_hooks) }}
    {%- if not existing -%}
        {%- call statement('main') -%}
            create table {{ target }} using parquet partitioned by (source_file_key) as {{ sql }}
        {%- endcall -%}
    {%- elif changed -%}
        {%- call statement('forget') -%}
            alter table {{ target }} drop if exists
            {%- for key in changed %} partition (source_file_key = '{{ key }}') {{- ',' if not loop.last }} {%- endfor -%}
        {%- endcall -%}
        {%- call statement('main') -%} insert into {{ target }} by name {{ sql }} {%- endcall -%}
    {%- else -%}
        {%- call noop_statement('main', 'no new file') -%} {{ sql }} {%- endcall -%}
    {%- endif -%}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target]}) }}
{%- endmaterialization %}
