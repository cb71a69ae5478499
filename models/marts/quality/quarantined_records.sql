with

landed_records as (
    select * from {{ ref('landed_records') }}
),

final as (
    select
        source_system,
        source_instance,
        object_name,
        source_file,
        {{ list_joined('record_reject_reasons', '; ') }} as reasons,
        record_text as record,
        source_line
    from landed_records
    where record_reject_reasons is not null
)

select * from final
