with

conversations as (
    select * from {{ ref('int_conversations_scoped') }}
    where is_in_scope
),

messages as (
    select * from {{ ref('int_messages_classified') }}
    where message_kind <> 'automatic'
),

orders as (
    select * from {{ ref('int_orders_refunded') }}
    where is_sale and not is_renewal and not is_replacement
),

-- Buckets of time as long as the window: what was written within a window before an order lies in
-- the order's own bucket or in the one before it, so that an equi-join finds it.
bucketed as (
    select
        conversation_key,
        {{ time_bucket_number('sent_at', var('attribution_window_days')) }} as contact_bucket,
        min(sent_at) as first_sent_at,
        max(sent_at) as last_sent_at
    from messages
    group by
        conversation_key,
        {{ time_bucket_number('sent_at', var('attribution_window_days')) }}
),

reached as (
    select
        bucketed.*,
        conversations.customer_key,
        conversations.started_at
    from bucketed
    inner join conversations on bucketed.conversation_key = conversations.conversation_key
),

sides as (
    select true as is_own_bucket
    union all
    select false as is_own_bucket
),

looked_up as (
    select
        orders.order_key,
        orders.customer_key,
        orders.ordered_at,
        orders.net_revenue_amount,
        sides.is_own_bucket,
        {{ time_bucket_number('orders.ordered_at', var('attribution_window_days')) }}
        - case when sides.is_own_bucket then 0 else 1 end as contact_bucket
    from orders
    cross join sides
),

-- Begun before the order, and written in within [order - window, order).
final as (
    select distinct
        reached.conversation_key,
        looked_up.order_key,
        looked_up.customer_key,
        looked_up.net_revenue_amount,
        reached.started_at,
        looked_up.ordered_at
    from looked_up
    inner join reached
        on looked_up.customer_key = reached.customer_key
            and looked_up.contact_bucket = reached.contact_bucket
    where
        reached.started_at < looked_up.ordered_at
        and case
            when looked_up.is_own_bucket then reached.first_sent_at < looked_up.ordered_at
            else
                {{ add_days('reached.last_sent_at', var('attribution_window_days')) }}
                >= looked_up.ordered_at
        end
)

select * from final
