with

landed_records as (
    select * from {{ ref('landed_records') }}
),

issues as (
    select
        *,
        {{ exploded('record_issues', 'issue') }}
    from landed_records
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
