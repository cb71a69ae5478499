-- An exchange is the same purchase as the order it exchanges, and so is an exchange of an exchange.
-- Each round doubles how far an order has been followed back: five rounds reach 32 exchanges deep.
with

orders as (
    select * from {{ ref('int_orders_scoped') }}
),

steps_0 as (
    select
        order_key,
        exchange_of_order_key as former_order_key
    from orders
    where exchange_of_order_key is not null
),

{% for round in range(1, 6) %}
steps_{{ round }} as (
    select
        steps.order_key,
        coalesce(next_steps.former_order_key, steps.former_order_key) as former_order_key
    from steps_{{ round - 1 }} as steps
    left join steps_{{ round - 1 }} as next_steps
        on steps.former_order_key = next_steps.order_key
),

{% endfor %}
-- Where the first order of the chain is itself an exchange, the chain is a circle.
ended as (
    select
        steps.order_key,
        steps.former_order_key
    from steps_5 as steps
    left join steps_0 as next_steps
        on steps.former_order_key = next_steps.order_key
    where next_steps.order_key is null
),

final as (
    select
        orders.order_key,
        coalesce(ended.former_order_key, orders.order_key) as purchase_key,
        not orders.is_replacement or first_orders.order_key is not null as is_first_order_known
    from orders
    left join ended on orders.order_key = ended.order_key
    left join orders as first_orders on ended.former_order_key = first_orders.order_key
)

select * from final
