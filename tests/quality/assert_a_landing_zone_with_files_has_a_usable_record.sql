-- A folder one level too high or too low holds files, none of which anything recognises: a build of
-- nothing would pass every test and look like a shop that closed. An empty folder is warned of.
{{ config(
    description="There are files, but not one record that can be used: set RAW_DIR to the folder "
        ~ "that holds <source_system>/<object>/*.jsonl, and read quarantined_records.",
) }}

-- depends_on: {{ ref('source_accounting') }}

with

files as (
    select
        count(*) as file_count,
        count(case when file_state = 'unrecognised' then 1 end) as unrecognised_count,
        min(source_file) as example,
        max(raw_dir) as raw_dir
    from {{ ref('landed_files') }}
),

usable as (
    select coalesce(sum(current_rows), 0) as usable_count
    from {{ ref('source_accounting') }}
)

select
    files.*,
    'No record of the ' || files.file_count || ' files in ' || files.raw_dir
    || ' can be used, and ' || files.unrecognised_count || ' of them, e.g. '
    || files.example
    || ', belong to no known <source_system>/<object>: is RAW_DIR one level '
    || 'too high or too low?' as message
from files
cross join usable
where
    files.file_count > 0
    and usable.usable_count = 0
