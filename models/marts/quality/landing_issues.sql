with

issues as (
    {%- for source_system, object_name, landed in landing_models() %}
    select
        source_system,
        source_instance,
        '{{ object_name }}' as object_name,
        record_key,
        source_file,
        source_line,
        unnest(record_issues) as issue
    from {{ landed }}
    where record_issues is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

final as (
    select
        source_system,
        source_instance,
        object_name,
        record_key,
        split_part(issue, ': ', 1) as field,
        issue,
        source_file,
        source_line
    from issues
)

select * from final
