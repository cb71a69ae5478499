with

subscription_events as (
    {{ current_records(ref('land_generic__subscription_events')) }}
),

final as (
    select
        source_system,
        source_instance,
        subscription_id,
        event_type,
        event_at
    from subscription_events
    -- An event of no known type is listed as a landing issue and says nothing here.
    where event_type <> 'other'
)

select * from final
