{#- The last words of every build that read exports, green or not: what was quarantined and what was not
    understood, by object, with the commonest reason and an example's place. Reasons are words of this
    project, and no record is quoted: logs are read by many. -#}
{% macro name_what_is_not_used(results) -%}
    {%- set landed = graph.nodes.values() | selectattr('name', 'equalto', 'landed_records') | first if execute else none -%}
    {%- set built = [] -%}
    {%- for result in results if result.node.name in ('landed_files', 'landed_records') and result.status | string == 'success' -%}
        {%- do built.append(result.node.name) -%}
    {%- endfor -%}
    {%- if execute and flags.WHICH == 'build' and built | length == 2 -%}
        {%- set said = [] -%}
        {%- for row in run_query(unused_by_object(landed.schema)).rows -%}
            {%- do said.append(
                row[0] ~ ', ' ~ row[1] ~ ': ' ~ row[2] ~ (', most often ' ~ row[4] ~ ' times' if row[2] > row[4] else ',')
                ~ ' "' ~ row[3] ~ '", e.g. ' ~ row[5] ~ ' line ' ~ row[6]
            ) -%}
        {%- endfor -%}
        {%- for row in run_query(
            "select file_state, count(*), min(source_file) from " ~ landed.schema ~ ".landed_files "
            ~ "where file_state in ('unrecognised', 'unreadable') group by file_state order by file_state"
        ).rows -%}
            {%- do said.append(
                row[1] ~ (' file' if row[1] == 1 else ' files') ~ (
                    ' cannot be read' if row[0] == 'unreadable' else ' of no known <source_system>/<object>'
                ) ~ ', e.g. ' ~ row[2]
            ) -%}
        {%- endfor -%}
        {%- if said -%}
            {%- do print("Not used, or not understood:") -%}
            {%- for line in said -%} {%- do print("     " ~ line) -%} {%- endfor -%}
            {%- do print(
                "     Each of them: quarantined_records and landing_issues of the marts, " ~ landed.schema
                ~ ".landed_files, in " ~ target.get('path', target.schema) ~ "."
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}


{#- Per object: what happened, to how many, the commonest kind, how often, and where its first one stands. -#}
{% macro unused_by_object(landing_schema) -%}
with

kinds as (
    {%- for words, column in {
        'records quarantined': 'record_reject_kinds', 'values not understood': 'record_issue_kinds'
    }.items() %}
    select
        source_system || '/' || object_name || ' (' || source_instance || ')' as object,
        '{{ words }}' as what,
        source_file,
        source_line,
        {{ exploded(column, 'kind') }}
    from {{ landing_schema }}.landed_records
    where {{ column }} is not null
        {%- if column == 'record_issue_kinds' %} and record_reject_reasons is null {%- endif %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

totals as (
    select
        object,
        what,
        count(distinct case when what = 'records quarantined' then source_file || ':' || source_line end)
            as record_count,
        count(*) as value_count
    from kinds
    group by object, what
),

counted as (
    select
        object,
        what,
        kind,
        count(*) as kind_count,
        min(source_file) as example_file
    from kinds
    group by object, what, kind
),

ranked as (
    select
        *,
        row_number() over (partition by object, what order by kind_count desc, kind asc) as kind_rank
    from counted
),

lines as (
    select
        object,
        what,
        kind,
        source_file,
        min(source_line) as example_line
    from kinds
    group by object, what, kind, source_file
)

select
    ranked.object,
    ranked.what,
    case when ranked.what = 'records quarantined' then totals.record_count else totals.value_count end
        as how_many,
    ranked.kind,
    ranked.kind_count,
    ranked.example_file,
    lines.example_line
from ranked
inner join totals on ranked.object = totals.object and ranked.what = totals.what
inner join lines
    on
        ranked.object = lines.object
        and ranked.what = lines.what
        and ranked.kind = lines.kind
        and ranked.example_file = lines.source_file
where ranked.kind_rank = 1
order by ranked.what, ranked.object
{%- endmacro %}
