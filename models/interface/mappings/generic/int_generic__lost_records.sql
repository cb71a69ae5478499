with

lost as (
    select * from {{ ref('stg_generic__lost_records') }}
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'conversation_id']) }}
            as conversation_key,
        {{ surrogate_key(['source_system', 'source_instance', 'customer_id']) }}
            as customer_record_key,
        source_system,
        source_instance,
        record_kind,
        conversation_id,
        customer_id,
        customer_email,
        is_deleted,
        occurred_at
    from lost
)

select * from final
