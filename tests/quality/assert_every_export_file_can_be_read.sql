-- A file that is damaged, or lost every record, is left out (its rows of before stay): without this
-- test nobody would know. It runs after the accounting, for a test skips what is built from the
-- models it reads: one damaged file must not leave the rest unbuilt.
{{ config(
    description="An export file cannot be read, or holds nothing any more, so its new records are "
        ~ "missing (those of before stay in use): export it again, or remove it.",
) }}

-- depends_on: {{ ref('source_accounting') }}

select
    *,
    source_file || ' ' || problem as message
from {{ ref('landed_files') }}
where file_state = 'unreadable'
