-- Empty until the first mapping lands: the columns are the contract.
select
    cast(null as varchar) as customer_record_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as source_instance,
    cast(null as varchar) as customer_id,
    cast(null as varchar) as external_id,
    cast(null as varchar) as email,
    cast(null as varchar) as phone,
    cast(null as varchar) as country_code,
    cast(null as varchar) as attributes,
    cast(null as boolean) as is_anonymous,
    cast(null as timestamp) as created_at
where false
