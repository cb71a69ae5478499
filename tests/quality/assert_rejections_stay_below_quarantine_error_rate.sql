-- A few broken records are quarantined and reported. Many mean that the export, or its contract,
-- is wrong, and that every number of the object is: the build must not pass.
{{ config(
    description="Too many records of an object cannot be used: read quarantined_records, then "
        ~ "correct the export or its contract (or raise the var quarantine_error_rate on purpose).",
) }}

select
    *,
    source_system || '.' || object_name || ' (' || source_instance || '): ' || quarantined_rows
    || ' of ' || exported_rows || ' records quarantined; see quarantined_records' as message
from {{ ref('source_accounting') }}
where quarantine_rate > {{ var('quarantine_error_rate') }}
