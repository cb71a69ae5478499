with

notifications as (
    {{ current_records(ref('land_generic__notifications')) }}
),

final as (
    select
        source_system,
        source_instance,
        notification_id,
        customer_id,
        order_id,
        channel,
        kind as notification_kind,
        sent_at
    from notifications
)

select * from final
