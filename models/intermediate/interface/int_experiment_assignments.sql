-- Empty until the first mapping lands: the columns are the contract.
select
    cast(null as varchar) as experiment_assignment_key,
    cast(null as varchar) as customer_record_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as source_instance,
    cast(null as varchar) as experiment_id,
    cast(null as varchar) as customer_id,
    cast(null as varchar) as variant,
    cast(null as timestamp) as assigned_at
where false
