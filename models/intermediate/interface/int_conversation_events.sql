-- Empty until the first mapping lands: the columns are the contract.
select
    cast(null as varchar) as conversation_event_key,
    cast(null as varchar) as conversation_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as source_instance,
    cast(null as varchar) as event_id,
    cast(null as varchar) as conversation_id,
    cast(null as varchar) as event_type,
    cast(null as timestamp) as event_at
where false
