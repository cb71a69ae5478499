with

notifications as (
    select * from {{ ref('stg_generic__notifications') }}
),

named as (
    {{ of_named_persons('notifications') }}
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'notification_id']) }}
            as notification_key,
        {{ surrogate_key(['source_system', 'source_instance', 'order_id']) }} as order_key,
        {{ customer_record_key('person_id', 'notification', 'notification_id') }}
            as customer_record_key,
        source_system,
        source_instance,
        notification_id,
        person_id as customer_id,
        channel,
        notification_kind,
        sent_at
    from named
)

select * from final
