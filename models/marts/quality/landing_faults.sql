with

landed_records as (
    select
        *,
        case when record_reject_reasons is null then record_issue_kinds end as doubted_kinds
    from {{ ref('landed_records') }}
    where record_reject_kinds is not null or record_issue_kinds is not null
),

rejected as (
    select
        source_system,
        source_instance,
        object_name,
        'quarantined' as consequence,
        source_file,
        source_line,
        {{ exploded('record_reject_kinds', 'kind') }}
    from landed_records
),

doubted as (
    select
        source_system,
        source_instance,
        object_name,
        'not_understood' as consequence,
        source_file,
        source_line,
        {{ exploded('doubted_kinds', 'kind') }}
    from landed_records
),

faults as (
    select * from rejected
    union all
    select * from doubted
),

placed as (
    select
        *,
        row_number() over (
            partition by source_system, source_instance, object_name, consequence, kind
            order by source_file, source_line
        ) as place_rank
    from faults
),

final as (
    select
        source_system,
        source_instance,
        object_name,
        consequence,
        kind,
        max(case when place_rank = 1 then source_file end) as first_source_file,
        cast(count(distinct source_file || '|' || source_line) as bigint) as record_count,
        cast(count(*) as bigint) as value_count,
        max(case when place_rank = 1 then source_line end) as first_source_line
    from placed
    group by source_system, source_instance, object_name, consequence, kind
)

select * from final
