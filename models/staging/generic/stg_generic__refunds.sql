with

refunds as (
    {{ current_records(ref('land_generic__refunds')) }}
),

final as (
    select
        source_system,
        source_instance,
        refund_id,
        order_id,
        amount,
        refunded_at
    from refunds
)

select * from final
