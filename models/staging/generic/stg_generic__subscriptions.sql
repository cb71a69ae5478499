with

subscriptions as (
    {{ current_records(ref('land_generic__subscriptions')) }}
),

final as (
    select
        source_system,
        source_instance,
        subscription_id,
        customer_id,
        customer_email,
        currency_code,
        cancellation_reason,
        price_amount,
        cast(interval_days as integer) as interval_days,
        is_involuntary,
        started_at,
        {{ visible('trial_ended_at') }} as trial_ended_at,
        {{ visible('cancelled_at') }} as cancelled_at,
        {{ visible('ended_at') }} as ended_at
    from subscriptions
)

select * from final
