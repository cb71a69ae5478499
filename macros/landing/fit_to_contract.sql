{#- The landed table and its raw contract: which columns there are, and what becomes of a change. -#}

{#- Makes the landed table fit a changed contract. A column more is added here, not by the
    materialization: the engine cannot alter a table in the transaction that deletes from it. A column
    of another type, or one less, needs the files again: the table is made anew if they are all still
    there, else the build stops. Returns the table, none if it is to be made anew. -#}
{% macro fit_to_contract(contract, existing, landed_files) -%}
    {%- set wanted = column_types(by_duckdb('contract_of_' ~ model.name, typed_columns(contract))) -%}
    {%- set landed = column_types('select * from ' ~ existing) -%}
    {%- if 'record_reject_kinds' not in landed -%} {%- do add_kinds(existing) -%} {%- endif -%}
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
        ~ landed_files ~ " where file_state in ('landed', 'moved'))"
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


{#- What was landed before kinds of faults stood apart from their words: files that are gone keep such
    rows, whose kinds are unknown. -#}
{% macro add_kinds(existing) -%}
    {%- for column in ['record_reject_kinds', 'record_issue_kinds'] -%}
        {%- do run_query('alter table ' ~ existing ~ ' add column ' ~ column ~ ' ' ~ list_of('string')) -%}
    {%- endfor -%}
{%- endmacro %}


{#- The columns that landing adds to those of the contract; the last one on Spark alone. -#}
{% macro landing_columns() -%}
    {{ return([
        'source_system', 'source_instance', 'source_file', 'source_file_version', 'source_line',
        'record_key', 'record_version_at', 'record_occurred_at', 'record_emitted_at',
        'record_is_tombstone', 'record_reject_reasons', 'record_reject_kinds', 'record_issues',
        'record_issue_kinds', 'record_text', 'source_file_key',
    ]) }}
{%- endmacro %}


{#- The contract's columns, typed and empty. -#}
{% macro typed_columns(contract) -%}
    select
        {%- for field in contract.fields %} cast(null as {{ field_type(field) }}) as "{{ field.name }}" {%- if not loop.last %},{% endif %}{% endfor %}
{%- endmacro %}
