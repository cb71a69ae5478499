-- Placeholder with the agreed columns.
select
    cast(null as varchar) as customer_record_key,
    cast(null as varchar) as customer_key,
    cast(null as boolean) as is_identifiable
where false
