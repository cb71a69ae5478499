with

attributed as (
    select * from {{ ref('int_conversation_orders_attributed') }}
),

modelled as (
    {% for model, credited in [
        ('last_touch', 'is_last_touch'),
        ('first_touch', 'is_first_touch'),
        ('linear', 'is_linear_touch'),
    ] %}
    select
        conversation_key,
        order_key,
        customer_key,
        '{{ model }}' as attribution_model,
        touch_rank,
        touch_count,
        {{ model }}_amount as attributed_net_revenue_amount,
        {{ credited }} as is_credited,
        ordered_at
    from attributed
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

final as (
    select
        {{ surrogate_key(['conversation_key', 'order_key', 'attribution_model']) }}
            as conversation_order_key,
        conversation_key,
        order_key,
        customer_key,
        attribution_model,
        touch_rank,
        touch_count,
        attributed_net_revenue_amount,
        is_credited,
        {{ local_date('ordered_at') }} as ordered_date
    from modelled
)

select * from final
