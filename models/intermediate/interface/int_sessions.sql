-- Empty until the first mapping lands: the columns are the contract.
select
    cast(null as varchar) as session_key,
    cast(null as varchar) as customer_record_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as source_instance,
    cast(null as varchar) as session_id,
    cast(null as varchar) as customer_id,
    cast(null as varchar) as customer_email,
    cast(null as varchar) as device_type,
    cast(null as varchar) as referrer_channel,
    cast(null as boolean) as has_exit_intent,
    cast(null as timestamp) as started_at
where false
