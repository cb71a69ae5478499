with

subscription_events as (
    select * from {{ ref('stg_generic__subscription_events') }}
),

final as (
    select
        {{ surrogate_key([
            'source_system', 'source_instance', 'subscription_id', 'event_type', 'event_at',
        ]) }}
            as subscription_event_key,
        {{ surrogate_key(['source_system', 'source_instance', 'subscription_id']) }}
            as subscription_key,
        source_system,
        source_instance,
        subscription_id,
        event_type,
        event_at
    from subscription_events
)

select * from final
