-- Empty until the first mapping lands: the columns are the contract.
select
    cast(null as varchar) as checkout_key,
    cast(null as varchar) as customer_record_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as source_instance,
    cast(null as varchar) as checkout_id,
    cast(null as varchar) as cart_token,
    cast(null as varchar) as customer_id,
    cast(null as varchar) as customer_email,
    cast(null as varchar) as currency_code,
    cast(null as varchar) as device_type,
    cast(null as decimal(18,4)) as cart_amount,
    cast(null as timestamp) as created_at,
    cast(null as timestamp) as completed_at
where false
