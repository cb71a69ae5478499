-- A join that drops or doubles lines changes baskets and categories without changing any order.
with

exported as (
    select order_lines.order_line_key
    from {{ ref('int_order_lines') }} as order_lines
    inner join {{ ref('int_orders_scoped') }} as orders
        on order_lines.order_key = orders.order_key
    where orders.is_in_scope
)

select
    exported.order_line_key as exported_order_line_key,
    order_lines.order_line_key as fact_order_line_key,
    'Line ' || coalesce(exported.order_line_key, order_lines.order_line_key)
    || case when exported.order_line_key is null then ' was never exported' else ' is lost' end
    || ': a join between int_order_lines and fct_order_lines drops or doubles rows' as message
from exported
full outer join {{ ref('fct_order_lines') }} as order_lines
    on exported.order_line_key = order_lines.order_line_key
where exported.order_line_key is null or order_lines.order_line_key is null
