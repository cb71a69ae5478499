-- Empty until the first mapping lands: the columns are the contract.
select
    cast(null as varchar) as order_line_key,
    cast(null as varchar) as order_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as source_instance,
    cast(null as varchar) as order_id,
    cast(null as varchar) as line_id,
    cast(null as varchar) as product_id,
    cast(null as varchar) as sku,
    cast(null as varchar) as product_name,
    cast(null as varchar) as category,
    cast(null as decimal(18,4)) as quantity,
    cast(null as decimal(18,4)) as unit_price_amount,
    cast(null as decimal(18,4)) as gross_sales_amount,
    cast(null as decimal(18,4)) as discount_amount,
    cast(null as boolean) as is_gift_card
where false
