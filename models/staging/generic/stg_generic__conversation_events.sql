with

conversation_events as (
    {{ current_records(ref('land_generic__conversation_events')) }}
),

final as (
    select
        source_system,
        source_instance,
        event_id,
        conversation_id,
        event_type,
        event_at
    from conversation_events
    -- An event of no known type is listed as a landing issue and says nothing here.
    where event_type <> 'other'
)

select * from final
