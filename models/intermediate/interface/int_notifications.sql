-- Empty until the first mapping lands: the columns are the contract.
select
    cast(null as varchar) as notification_key,
    cast(null as varchar) as order_key,
    cast(null as varchar) as customer_record_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as source_instance,
    cast(null as varchar) as notification_id,
    cast(null as varchar) as customer_id,
    cast(null as varchar) as channel,
    cast(null as varchar) as notification_kind,
    cast(null as timestamp) as sent_at
where false
