with

landed_files as (
    select * from {{ ref('landed_files') }}
),

-- What the files hold, counted line by line before anything was parsed.
exported as (
    select
        source_system,
        source_instance,
        object_name,
        count(*) as file_count,
        sum(record_count) as exported_rows
    from landed_files
    where file_state not in ('unrecognised', 'moved')
    group by source_system, source_instance, object_name
),

-- What became of what was parsed.
states as (
    {{ record_states(ref('landed_records'), ['source_system', 'object_name']) }}
),

counted_states as (
    select
        source_system,
        source_instance,
        object_name,
    {%- for state in ['current', 'superseded', 'deleted', 'quarantined', 'after_as_of'] %}
    count(case when record_state = '{{ state }}' then 1 end) as {{ state }}_rows
    {{- ',' if not loop.last }}
    {%- endfor %}
    from states
    group by source_system, source_instance, object_name
),

final as (
    select
        coalesce(exported.source_system, counted_states.source_system) as source_system,
        coalesce(exported.source_instance, counted_states.source_instance) as source_instance,
        coalesce(exported.object_name, counted_states.object_name) as object_name,
        cast(coalesce(exported.file_count, 0) as bigint) as file_count,
        cast(coalesce(exported.exported_rows, 0) as bigint) as exported_rows,
        cast(coalesce(counted_states.current_rows, 0) as bigint) as current_rows,
        cast(coalesce(counted_states.superseded_rows, 0) as bigint) as superseded_rows,
        cast(coalesce(counted_states.deleted_rows, 0) as bigint) as deleted_rows,
        cast(coalesce(counted_states.quarantined_rows, 0) as bigint) as quarantined_rows,
        cast(coalesce(counted_states.after_as_of_rows, 0) as bigint) as after_as_of_rows,
        {{ ratio('coalesce(counted_states.quarantined_rows, 0)', 'exported.exported_rows') }}
            as quarantine_rate
    from exported
    full outer join counted_states
        on exported.source_system = counted_states.source_system
            and exported.source_instance = counted_states.source_instance
            and exported.object_name = counted_states.object_name
)

select * from final
