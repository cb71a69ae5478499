-- The same revenue, seen from the conversations and from the orders.
with

by_conversation as (
    select coalesce(sum(attributed_net_revenue_amount), 0) as attributed_net_revenue_amount
    from {{ ref('int_conversations_converted') }}
),

by_day as (
    select coalesce(sum(attributed_net_revenue_amount), 0) as attributed_net_revenue_amount
    from {{ ref('kpi_commerce_daily') }}
)

select
    by_conversation.attributed_net_revenue_amount as conversations_amount,
    by_day.attributed_net_revenue_amount as orders_amount,
    'Conversations are credited with '
    || cast(by_conversation.attributed_net_revenue_amount as string)
    || ' and orders with ' || cast(by_day.attributed_net_revenue_amount as string)
    || ': a join drops or doubles rows of bridge_conversation_orders' as message
from by_conversation
cross join by_day
where by_conversation.attributed_net_revenue_amount <> by_day.attributed_net_revenue_amount
