-- Placeholder with the agreed columns.
select
    cast(null as varchar) as conversation_key,
    cast(null as decimal(18,4)) as attributed_net_revenue_amount,
    cast(null as integer) as converted_order_count,
    cast(null as boolean) as is_converted,
    cast(null as boolean) as is_cross_sell,
    cast(null as boolean) as is_upsell
where false
