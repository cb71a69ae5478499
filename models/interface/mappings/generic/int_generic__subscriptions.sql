with

subscriptions as (
    select * from {{ ref('stg_generic__subscriptions') }}
),

named as (
    {{ of_named_persons('subscriptions') }}
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'subscription_id']) }}
            as subscription_key,
        {{ customer_record_key('person_id', 'subscription', 'subscription_id') }}
            as customer_record_key,
        source_system,
        source_instance,
        subscription_id,
        person_id as customer_id,
        customer_email,
        upper(currency_code) as currency_code,
        cancellation_reason,
        price_amount,
        interval_days,
        is_involuntary,
        started_at,
        trial_ended_at,
        cancelled_at,
        ended_at
    from named
)

select * from final
