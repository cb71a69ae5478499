-- A file that is damaged is left out (its rows of before stay): without this test nobody would know.
{{ config(description="An export file cannot be read, so its records are missing: export it again, or remove it.") }}

select
    *,
    source_file || ' ' || problem as message
from {{ ref('landed_files') }}
where file_state = 'unreadable'
