with

landed_records as (
    select * from {{ ref('landed_records') }}
),

reasons as (
    select
        *,
        {{ exploded('record_reject_reasons', 'reason') }}
    from landed_records
),

-- Without the value that was found, which may be personal, and without the place in a list.
generalised_reasons as (
    select
        source_system,
        source_instance,
        object_name,
        source_file,
        source_line,
        {{ regexp_replaced("split_part(reason, ': ''', 1)", '\\[[0-9]+\\]', "'[]'") }} as reason
    from reasons
),

final as (
    select
        source_system,
        source_instance,
        object_name,
        reason,
        cast(count(distinct source_file || '|' || source_line) as bigint) as record_count
    from generalised_reasons
    group by source_system, source_instance, object_name, reason
)

select * from final
