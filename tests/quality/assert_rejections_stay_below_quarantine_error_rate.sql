-- A few broken records are quarantined and reported. Many mean that the export, or its contract,
-- is wrong, and that every number of the object is: the build must not pass.
{{ config(
    description="Too many records of an object cannot be used: read quarantined_records, then "
        ~ "correct the export or its contract (or raise the var quarantine_error_rate on purpose).",
) }}

with

accounting as (
    select * from {{ ref('source_accounting') }}
),

ranked_reasons as (
    select
        *,
        row_number() over (
            partition by source_system, source_instance, object_name
            order by record_count desc, reason asc
        ) as reason_rank
    from {{ ref('rejections_by_reason') }}
),

reasons as (
    select
        source_system,
        source_instance,
        object_name,
        max(case when reason_rank = 1 then reason || ' (' || record_count || ')' end)
            as first_reason,
        max(case when reason_rank = 2 then ', ' || reason || ' (' || record_count || ')' end)
            as second_reason,
        max(case when reason_rank = 3 then ', ' || reason || ' (' || record_count || ')' end)
            as third_reason,
        max(reason_rank) as reason_count
    from ranked_reasons
    group by source_system, source_instance, object_name
)

select
    accounting.*,
    accounting.source_system || '.' || accounting.object_name || ' (' || accounting.source_instance
    || '): ' || accounting.quarantined_rows || ' of ' || accounting.exported_rows
    || ' records quarantined: ' || reasons.first_reason || coalesce(reasons.second_reason, '')
    || coalesce(reasons.third_reason, '')
    || case
        when reasons.reason_count > 3 then ' and ' || (reasons.reason_count - 3) || ' reasons more'
        else ''
    end
    || '; see quarantined_records' as message
from accounting
inner join reasons
    on
        accounting.source_system = reasons.source_system
        and accounting.source_instance = reasons.source_instance
        and accounting.object_name = reasons.object_name
where accounting.quarantine_rate > {{ var('quarantine_error_rate') }}
