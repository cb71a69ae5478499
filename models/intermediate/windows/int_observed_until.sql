-- Placeholder with the agreed columns.
select
    cast(null as timestamp) as conversations_observed_until,
    cast(null as timestamp) as orders_observed_until,
    cast(null as timestamp) as plausible_until,
    cast(null as integer) as conversation_system_count
where false
