-- What the rules of versions decide in silence, and somebody should know.
with

landed_records as (
    select * from {{ ref('landed_records') }}
),

landed_files as (
    select * from {{ ref('landed_files') }}
    where file_state <> 'moved'
),

-- Nothing says which of two records of one key is the newer one, where they stand in one file and
-- have no time: the last one is used. Where they say the same, it does not matter.
{%- for source_system, object_name, landed in landing_models() %}
{%- set is_valid %}
        landed.record_version_at is null
        and landed.record_emitted_at is null
        and landed.record_reject_reasons is null
        and not landed.record_is_tombstone
{%- endset %}
{{ source_system }}_{{ object_name }}_repeated as (
    select
        landed.source_file,
        landed.record_key
    from {{ landed }} as landed
    where
        {{- is_valid }}
    group by landed.source_file, landed.record_key
    having count(*) > 1
),

{{ source_system }}_{{ object_name }}_contradicting as (
    select
        '{{ source_system }}' as source_system,
        '{{ object_name }}' as object_name,
        landed.source_instance,
        landed.source_file,
        count(distinct {{ record_content(source_system, object_name) }}) - 1 as record_count,
        min(landed.source_line) as first_source_line
    from {{ landed }} as landed
    inner join {{ source_system }}_{{ object_name }}_repeated as repeated
        on landed.source_file = repeated.source_file and landed.record_key = repeated.record_key
    where
        {{- is_valid }}
    group by landed.source_instance, landed.source_file, landed.record_key
),
{% endfor %}
contradicting as (
    {%- for source_system, object_name, landed in landing_models() %}
    select * from {{ source_system }}_{{ object_name }}_contradicting
    {{- ' union all' if not loop.last }}
    {%- endfor %}
),

quarantined as (
    select
        source_system,
        source_instance,
        object_name,
        record_key,
        source_file,
        source_line
    from landed_records
    where record_reject_reasons is not null and record_key is not null
),

-- The newer version cannot be read, so the older one counts: a refund, say, that is not seen.
outdated as (
    select
        quarantined.source_system,
        quarantined.object_name,
        quarantined.source_instance,
        quarantined.source_file,
        quarantined.source_line
    from landed_records
    inner join quarantined
        on
            landed_records.source_system = quarantined.source_system
            and landed_records.source_instance = quarantined.source_instance
            and landed_records.object_name = quarantined.object_name
            and landed_records.record_key = quarantined.record_key
    where landed_records.record_reject_reasons is null and not landed_records.record_is_tombstone
    group by
        quarantined.source_system,
        quarantined.object_name,
        quarantined.source_instance,
        quarantined.source_file,
        quarantined.source_line
),

-- Pages of an API of which none is the last.
continued as (
    select
        source_system,
        object_name,
        source_instance,
        max(source_file) as source_file
    from landed_files
    where record_format = 'pages' and file_state in ('landed', 'gone')
    group by source_system, object_name, source_instance
    having count(*) = count(case when is_continued then 1 end)
),

doubts as (
    select
        source_system,
        source_instance,
        object_name,
        'contradicting' as doubt,
        record_count,
        source_file,
        first_source_line
    from contradicting
    where record_count > 0
    union all
    select
        source_system,
        source_instance,
        object_name,
        'outdated' as doubt,
        1 as record_count,
        source_file,
        source_line as first_source_line
    from outdated
    union all
    select
        source_system,
        source_instance,
        object_name,
        'continued' as doubt,
        0 as record_count,
        source_file,
        cast(null as bigint) as first_source_line
    from continued
),

placed as (
    select
        *,
        row_number() over (
            partition by source_system, source_instance, object_name, doubt
            order by source_file, first_source_line
        ) as place_rank
    from doubts
),

final as (
    select
        source_system,
        source_instance,
        object_name,
        doubt,
        max(case when place_rank = 1 then source_file end) as first_source_file,
        cast(sum(record_count) as bigint) as record_count,
        max(case when place_rank = 1 then first_source_line end) as first_source_line
    from placed
    group by source_system, source_instance, object_name, doubt
)

select * from final
