with

sessions as (
    select * from {{ ref('stg_generic__sessions') }}
),

named as (
    {{ of_named_persons('sessions') }}
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'session_id']) }} as session_key,
        {{ customer_record_key('person_id', 'session', 'session_id') }} as customer_record_key,
        source_system,
        source_instance,
        session_id,
        person_id as customer_id,
        customer_email,
        device_type,
        referrer_channel,
        has_exit_intent,
        started_at
    from named
)

select * from final
