{#- Which version of each record is in use. The one definition of it: staging keeps the current
    ones, and the accounting counts every state.

    quarantined   cannot be used, see its reasons
    after_as_of   came about after the var as_of, which is set
    superseded    a newer version of the record is there
    deleted       the newest version is a deletion mark
    current       in use

    The newest version has the highest version time not after as_of, then the highest time of
    emission by the loader, then file path, then line; never the file's own time. A deletion mark
    without any time is the newest. `objects` names the columns that tell objects apart where
    `landed` holds several. -#}
{% macro record_states(landed, objects=[]) -%}
    {%- set as_of = "timestamp '" ~ var('as_of') ~ "'" if var('as_of', none) else none -%}
    select
        source_system,
        source_instance,
        {%- if objects %}
        object_name,
        {%- endif %}
        source_file,
        source_line,
        case
            when is_rejected then 'quarantined'
            when is_after_as_of then 'after_as_of'
            when version_rank > 1 then 'superseded'
            when record_is_tombstone then 'deleted'
            else 'current'
        end as record_state
    from (
        select
            *,
            row_number() over (
                partition by {{ (objects + ['source_instance']) | join(', ') }}, record_key, is_rejected, is_after_as_of
                order by
                    {%- if as_of %}
                    -- A record exported only in a state after as_of is used in its earliest one.
                    is_version_after_as_of asc,
                    case when is_version_after_as_of then version_at end asc,
                    {%- endif %}
                    version_at desc,
                    emitted_at desc,
                    source_file desc,
                    source_line desc
            ) as version_rank
        from ({{ timed_records(landed, objects, as_of) }}) as timed
    ) as ranked
{%- endmacro %}


{#- Each record with the times that order its versions, and whether they lie after as_of. -#}
{% macro timed_records(landed, objects, as_of) -%}
    select
        source_system,
        source_instance,
        {%- if objects %}
        object_name,
        {%- endif %}
        source_file,
        source_line,
        record_key,
        record_is_tombstone,
        record_reject_reasons is not null as is_rejected,
        coalesce(
            record_version_at,
            case when record_is_tombstone then timestamp '9999-12-31' end,
            timestamp '0001-01-01'
        ) as version_at,
        coalesce(record_emitted_at, timestamp '0001-01-01') as emitted_at,
        {%- if as_of %}
        coalesce(
            case
                when record_is_tombstone then record_version_at
                else coalesce(record_occurred_at, record_version_at)
            end > {{ as_of }},
            false
        ) as is_after_as_of,
        coalesce(record_version_at > {{ as_of }}, false) as is_version_after_as_of
        {%- else %}
        false as is_after_as_of
        {%- endif %}
    from {{ landed }}
{%- endmacro %}


{#- The current version of every valid record of a landing model, all its columns. -#}
{% macro current_records(landed) -%}
    select landed.*
    from {{ landed }} as landed
    anti join (
        select source_file, source_line
        from ({{ record_states(landed) }}) as states
        where record_state <> 'current'
    ) as others
        on landed.source_file = others.source_file and landed.source_line = others.source_line
{%- endmacro %}
