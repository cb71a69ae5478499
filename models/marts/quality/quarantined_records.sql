with

rejects as (
    {%- for source_system, object_name, landed in landing_models() %}
    select
        source_system,
        source_instance,
        '{{ object_name }}' as object_name,
        source_file,
        record_text,
        record_reject_reasons,
        source_line
    from {{ landed }}
    where record_reject_reasons is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

final as (
    select
        source_system,
        source_instance,
        object_name,
        source_file,
        array_to_string(record_reject_reasons, '; ') as reasons,
        record_text as record,
        source_line
    from rejects
)

select * from final
