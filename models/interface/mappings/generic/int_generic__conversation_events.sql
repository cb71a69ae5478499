with

conversation_events as (
    select * from {{ ref('stg_generic__conversation_events') }}
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'event_id']) }}
            as conversation_event_key,
        {{ surrogate_key(['source_system', 'source_instance', 'conversation_id']) }}
            as conversation_key,
        source_system,
        source_instance,
        event_id,
        conversation_id,
        event_type,
        event_at
    from conversation_events
)

select * from final
