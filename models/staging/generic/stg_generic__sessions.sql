with

sessions as (
    {{ current_records(ref('land_generic__sessions')) }}
),

final as (
    select
        source_system,
        source_instance,
        session_id,
        customer_id,
        customer_email,
        device_type,
        referrer_channel,
        has_exit_intent,
        started_at
    from sessions
)

select * from final
