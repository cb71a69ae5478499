with

landed_records as (
    select * from {{ ref('landed_records') }}
    where record_reject_reasons is not null
),

-- This is published: kinds are words of this project, never of a record.
reasons as (
    select
        *,
        {{ exploded('record_reject_kinds', 'reason') }}
    from landed_records
),

-- Landed before kinds stood apart from the values found.
unnamed as (
    select
        *,
        'record: landed by an earlier version' as reason
    from landed_records
    where record_reject_kinds is null
),

all_reasons as (
    select
        source_system,
        source_instance,
        object_name,
        source_file,
        source_line,
        reason
    from reasons
    union all
    select
        source_system,
        source_instance,
        object_name,
        source_file,
        source_line,
        reason
    from unnamed
),

final as (
    select
        source_system,
        source_instance,
        object_name,
        reason,
        cast(count(distinct source_file || '|' || source_line) as bigint) as record_count
    from all_reasons
    group by source_system, source_instance, object_name, reason
)

select * from final
