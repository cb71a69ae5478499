{#- The rows of a statement of DuckDB's, as SQL to select from. Reading exports is DuckDB's on every
    engine, so that there is one opinion on what a record is: on Spark the statement is run by DuckDB
    inside the executors, as the view `name` of the data source in warehouse/spark/pyspark_exports.py.

    There, the rows of the query `files` are divided among the tasks, each of which finds its own as
    the table `relation`; without it one task runs the statement. `shape` has the same columns and reads no file. With
    `once`, whoever selects from it sees the same rows. -#}
{% macro by_duckdb(name, statement, relation=none, files=none, shape=none, once=false) -%}
    {{ return(adapter.dispatch('by_duckdb')(name, statement, relation, files, shape, once)) }}
{%- endmacro %}

{% macro duckdb__by_duckdb(name, statement, relation, files, shape, once) -%}
    {{ return(statement) }}
{%- endmacro %}

{% macro spark__by_duckdb(name, statement, relation, files, shape, once) -%}
    {%- if is_building() -%}
        {%- set options = {'statement': statement, 'relation': relation, 'shape': shape} -%}
        {%- if files is not none -%}
            {%- do options.update({'files': run_query("select coalesce(to_json(collect_list(struct(*))), '[]') from (" ~ files ~ ")").rows[0][0]}) -%}
        {%- endif -%}
        {%- set given = [] -%}
        {%- for option, value in options.items() if value is not none -%}
            {%- do given.append(option ~ " '" ~ sql_text(value) ~ "'") -%}
        {%- endfor -%}
        {%- do run_query("create or replace temporary view " ~ name ~ " using exports options (" ~ given | join(', ') ~ ")") -%}
        {%- if once -%}
            {%- do run_query("uncache table if exists " ~ name) -%}
            {%- do run_query("cache table " ~ name) -%}
        {%- endif -%}
    {%- endif -%}
    {{ return('select * from ' ~ name) }}
{%- endmacro %}

{#- The columns of a query and their types, as a mapping. -#}
{% macro column_types(query) -%}
    {%- set types = {} -%}
    {%- for row in run_query(adapter.dispatch('describe')(query)).rows -%}
        {%- do types.update({row[0]: row[1]}) -%}
    {%- endfor -%}
    {{ return(types) }}
{%- endmacro %}

{% macro default__describe(query) -%}describe {{ query }}{%- endmacro %}

{% macro spark__describe(query) -%}describe query {{ query }}{%- endmacro %}

{#- The table that a model last made, to be read while it is made anew; none if there is none. Spark
    drops a table before it makes it, so there it is a copy, which outlives a build that fails then. -#}
{% macro former_state() -%}
    {{ return(adapter.dispatch('former_state')()) }}
{%- endmacro %}

{% macro default__former_state() -%}
    {{ return(load_relation(this)) }}
{%- endmacro %}

{% macro spark__former_state() -%}
    {%- set former = this.incorporate(path={'identifier': this.identifier ~ '_before'}, type='table') -%}
    {%- if load_relation(this) -%}
        {%- do adapter.drop_relation(former) -%}
        {%- do run_query("create table " ~ former ~ " using parquet as select * from " ~ this) -%}
        {{ return(former) }}
    {%- endif -%}
    {{ return(load_relation(former)) }}
{%- endmacro %}
