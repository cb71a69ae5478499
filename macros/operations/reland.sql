{#- `dbt run-operation reland --args '{object: zendesk__tickets}'`: forgets what was landed of an
    object, so that the next build reads its files again. Refused if a file is gone, since its rows
    could not come back. -#}
{% macro reland(object) -%}
    {%- set landed = adapter.get_relation(database=target.database, schema=generate_schema_name('landing', none) | trim, identifier='land_' ~ object) -%}
    {%- if landed is none -%}
        {{ exceptions.raise_compiler_error("There is no landing model land_" ~ object ~ " in this database: name it as <source_system>__<object>, e.g. zendesk__tickets.") }}
    {%- endif -%}
    {%- set gone = run_query(
        "select string_agg(distinct source_file, ', ') from " ~ landed ~ " where source_file not in (select source_file from "
        ~ landed.include(identifier=false) ~ ".landed_files where file_state in ('landed', 'moved'))"
    ).rows[0][0] -%}
    {%- if gone -%}
        {{ exceptions.raise_compiler_error("land_" ~ object ~ " holds rows of files that are gone, which could not be read again: " ~ gone ~ ". Put them back first.") }}
    {%- endif -%}
    {%- do adapter.drop_relation(landed) -%}
    {%- do log("land_" ~ object ~ " is forgotten; the next dbt build lands its files again.", info=true) -%}
{%- endmacro %}
