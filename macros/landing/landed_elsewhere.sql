{#- Landed tables for an engine that does not land: Parquet that `write_landing` wrote from DuckDB. -#}

{#- Where they are: the environment variable LANDED_PATH, a folder that both engines reach. -#}
{% macro landed_path() -%}
    {{ return(env_var('LANDED_PATH', 'warehouse.landed') ) }}
{%- endmacro %}


{#- The landed table of the present model. -#}
{% macro landed_location() -%}
    {{ return(landed_path() ~ '/' ~ model.name ~ '.parquet') }}
{%- endmacro %}


{#- `dbt run-operation write_landing`: every landed table as Parquet, each replaced in one step. -#}
{% macro write_landing() -%}
    {%- set folder = sql_text(landed_path()) -%}
    {%- do run_query("select make_folder('" ~ folder ~ ".next')") -%}
    {%- set count = namespace(tables=0) -%}
    {%- for node in graph.nodes.values()
        if node.resource_type == 'model' and (node.config.materialized == 'landed' or node.name == 'landed_files') -%}
        {%- set relation = api.Relation.create(database=node.database, schema=node.schema, identifier=node.alias) -%}
        {%- do adapter.execute(
            "copy " ~ relation ~ " to '" ~ folder ~ ".next/" ~ node.name ~ ".parquet' (format parquet)"
        ) -%}
        {%- set count.tables = count.tables + 1 -%}
    {%- endfor -%}
    {%- do run_query("select replace_folder('" ~ folder ~ ".next', '" ~ folder ~ "')") -%}
    {%- do print("Wrote " ~ count.tables ~ " landed tables to " ~ folder ~ "/") -%}
{%- endmacro %}
