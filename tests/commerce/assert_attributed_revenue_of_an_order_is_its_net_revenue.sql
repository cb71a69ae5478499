-- Each model splits the whole net revenue of an order over its conversations, to the last decimal:
-- nothing is attributed twice, nothing is lost to rounding, and only orders that can have a
-- conversation get one.
with

models as (
    select 'last_touch' as attribution_model
    union all
    select 'first_touch' as attribution_model
    union all
    select 'linear' as attribution_model
),

eligible as (
    select distinct order_key
    from {{ ref('int_conversation_orders_matched') }}
),

expected as (
    select
        eligible.order_key,
        models.attribution_model,
        orders.net_revenue_amount
    from eligible
    cross join models
    left join {{ ref('fct_orders') }} as orders on eligible.order_key = orders.order_key
),

attributed as (
    select
        order_key,
        attribution_model,
        sum(attributed_net_revenue_amount) as attributed_net_revenue_amount
    from {{ ref('bridge_conversation_orders') }}
    group by order_key, attribution_model
)

select
    coalesce(expected.order_key, attributed.order_key) as order_key,
    coalesce(expected.attribution_model, attributed.attribution_model) as attribution_model,
    expected.net_revenue_amount,
    attributed.attributed_net_revenue_amount,
    'Order ' || coalesce(expected.order_key, attributed.order_key) || ' is worth '
    || coalesce(cast(expected.net_revenue_amount as string), 'nothing') || ' and '
    || coalesce(cast(attributed.attributed_net_revenue_amount as string), 'nothing')
    || ' of it are attributed: see int_conversation_orders_attributed' as message
from expected
full outer join attributed
    on expected.order_key = attributed.order_key
        and expected.attribution_model = attributed.attribution_model
where
    expected.net_revenue_amount is null
    or expected.net_revenue_amount is distinct from attributed.attributed_net_revenue_amount
