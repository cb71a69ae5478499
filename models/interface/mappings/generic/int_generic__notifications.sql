with

notifications as (
    select * from {{ ref('stg_generic__notifications') }}
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'notification_id']) }}
            as notification_key,
        {{ surrogate_key(['source_system', 'source_instance', 'order_id']) }} as order_key,
        {{ customer_record_key('customer_id', 'notification', 'notification_id') }}
            as customer_record_key,
        source_system,
        source_instance,
        notification_id,
        customer_id,
        channel,
        notification_kind,
        sent_at
    from notifications
)

select * from final
