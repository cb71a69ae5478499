-- Empty until the first mapping lands: the columns are the contract.
select
    cast(null as varchar) as refund_key,
    cast(null as varchar) as order_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as source_instance,
    cast(null as varchar) as refund_id,
    cast(null as varchar) as order_id,
    cast(null as decimal(18,4)) as refunded_sales_amount,
    cast(null as timestamp) as refunded_at
where false
