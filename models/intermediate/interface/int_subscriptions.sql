-- Empty until the first mapping lands: the columns are the contract.
select
    cast(null as varchar) as subscription_key,
    cast(null as varchar) as customer_record_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as source_instance,
    cast(null as varchar) as subscription_id,
    cast(null as varchar) as customer_id,
    cast(null as varchar) as customer_email,
    cast(null as varchar) as currency_code,
    cast(null as varchar) as cancellation_reason,
    cast(null as decimal(18,4)) as price_amount,
    cast(null as integer) as interval_days,
    cast(null as boolean) as is_involuntary,
    cast(null as timestamp) as started_at,
    cast(null as timestamp) as trial_ended_at,
    cast(null as timestamp) as cancelled_at,
    cast(null as timestamp) as ended_at
where false
