-- A tool that fails in the middle writes half an export in the place of a whole one: all that is
-- missing would be taken for never having been. One that lost everything keeps what it held.
{{ config(
    severity='warn',
    meta={'owner': 'data', 'reason': 'A shop may mean it: it archives, or exports a shorter time.'},
    description="The files of an object hold less than half of what they held before they changed last: "
        ~ "see whether the export was cut short, and export it again.",
) }}

-- depends_on: {{ ref('source_accounting') }}

with

counted as (
    select
        source_system,
        source_instance,
        object_name,
        min(case when record_count < record_count_before then source_file end) as example,
        sum(record_count) as record_count,
        sum(
            case
                when file_state = 'gone' then record_count
                else coalesce(record_count_before, record_count)
            end
        ) as record_count_before
    from {{ ref('landed_files') }}
    where file_state in ('landed', 'unreadable', 'gone')
    group by source_system, source_instance, object_name
)

select
    *,
    source_system || '.' || object_name || ' (' || source_instance || '): ' || record_count
    || ' records, where its files held ' || record_count_before
    || ' before they changed last, e.g. ' || example
        as message
from counted
-- Few records come and go.
where record_count_before >= 10 and record_count < 0.5 * record_count_before
