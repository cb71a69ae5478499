-- One row a line item, a spreadsheet that rounded the ids, one row a device: many records have one
-- key, and all but the last would be gone as if they were older versions of it.
{{ config(
    description="Many records of an object share their key within a file, say different things and have no "
        ~ "updated_at: export one record a key, or the time of each version.",
) }}

select
    doubts.*,
    doubts.source_system || '.' || doubts.object_name || ' (' || doubts.source_instance || '): '
    || doubts.record_count || ' of ' || accounting.exported_rows
    || ' records are not used, since others of the same key follow in the same file and say '
    || 'something else, e.g. at ' || doubts.first_source_file || ' line '
    || doubts.first_source_line as message
from {{ ref('record_doubts') }} as doubts
inner join {{ ref('source_accounting') }} as accounting
    on
        doubts.source_system = accounting.source_system
        and doubts.source_instance = accounting.source_instance
        and doubts.object_name = accounting.object_name
where
    doubts.doubt = 'contradicting'
    and doubts.record_count > {{ var('quarantine_error_rate') }} * accounting.exported_rows
