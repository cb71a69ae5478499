{#- The last words of every build that read exports, green or not: what was quarantined and what was not
    understood, by object, with the commonest reason and an example's place. Reasons are words of this
    project, and no record is quoted: logs are read by many. -#}
{% macro name_what_is_not_used(results) -%}
    {%- set needed, built = ['landed_files', 'landing_faults', 'record_doubts', 'source_accounting'], [] -%}
    {%- for result in results if result.node.name in needed and result.status | string == 'success' -%}
        {%- do built.append(result.node.name) -%}
    {%- endfor -%}
    {%- if execute and flags.WHICH == 'build' and built | length == needed | length -%}
        {%- set said = faults_in_words() + doubts_in_words() + files_in_words() -%}
        {%- if said -%}
            {%- do print("Not used, or not understood:") -%}
            {%- for line in said -%} {%- do print("     " ~ line) -%} {%- endfor -%}
            {%- do print(
                "     One by one: marts.quarantined_records, marts.landing_issues and landing.landed_files in "
                ~ target.get('path', target.schema)
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}


{#- A sentence for each object of which records were quarantined or values not understood. -#}
{% macro faults_in_words() -%}
    {%- set said = [] -%}
    {%- set ranked -%}
        select
            source_system || '/' || object_name || ' (' || source_instance || '): ' as object,
            case consequence
                when 'quarantined' then quarantined_rows || ' of ' || exported_rows || ' records quarantined'
                else sum(value_count) over (partition by source_system, source_instance, object_name, consequence)
                    || ' values not understood'
            end as what,
            value_count,
            kind,
            first_source_file || ' line ' || first_source_line as place,
            row_number() over (
                partition by source_system, source_instance, object_name, consequence
                order by value_count desc, kind asc
            ) as kind_rank
        from {{ relation_of('landing_faults') }}
        inner join {{ relation_of('source_accounting') }} using (source_system, source_instance, object_name)
        order by consequence desc, source_system, source_instance, object_name
    {%- endset -%}
    {%- for object, what, count, kind, place, kind_rank in run_query(ranked).rows if kind_rank == 1 -%}
        {%- do said.append(object ~ what ~ ', most often "' ~ kind ~ '" (' ~ count ~ '), e.g. ' ~ place) -%}
    {%- endfor -%}
    {{ return(said) }}
{%- endmacro %}


{#- A sentence for each doubt about which records of an object are in use. -#}
{% macro doubts_in_words() -%}
    {%- set said = [] -%}
    {%- set words = {
        'contradicting': 'records not used, since others of the same key follow in the same file and say something else',
        'outdated': 'records quarantined, of which an older version is in use',
        'continued': 'no last page: each page that is there says that another one follows',
    } -%}
    {%- for object, doubt, count, file, line in run_query(
        "select source_system || '/' || object_name || ' (' || source_instance || '): ', doubt, record_count, "
        ~ "first_source_file, first_source_line from " ~ relation_of('record_doubts')
        ~ " order by source_system, source_instance, object_name, doubt"
    ).rows -%}
        {%- do said.append(
            object ~ ((count | int) ~ ' ' if count else '') ~ words[doubt] ~ ', e.g. ' ~ file
            ~ (' line ' ~ (line | int) if line is not none else '')
        ) -%}
    {%- endfor -%}
    {{ return(said) }}
{%- endmacro %}


{#- A sentence for the files that no object knows, one for those that cannot be read, one for those that
    this build found to be elsewhere. -#}
{% macro files_in_words() -%}
    {%- set said = [] -%}
    {%- set words = {
        'unreadable': 'cannot be read',
        'unrecognised': 'belong to no known <source_system>/<object>',
        'moved': 'moved: what was landed under the old name is dropped, and counts under the new one',
    } -%}
    {%- for state, count, example, problem in run_query(
        "select file_state, count(*), min(source_file), min(source_file || ' ' || problem) from "
        ~ relation_of('landed_files') ~ " where file_state in ('unrecognised', 'unreadable')"
        ~ " or (file_state = 'moved' and record_count_before > 0) group by file_state order by file_state"
    ).rows -%}
        {%- do said.append('files: ' ~ count ~ ' ' ~ words[state] ~ ', e.g. ' ~ (problem or example)) -%}
    {%- endfor -%}
    {{ return(said) }}
{%- endmacro %}


{#- A built model by its name, where nothing may depend on it: at the end of a build. -#}
{% macro relation_of(name) -%}
    {%- set node = graph.nodes.values() | selectattr('name', 'equalto', name) | first -%}
    {{ return(node.schema ~ '.' ~ node.alias) }}
{%- endmacro %}
