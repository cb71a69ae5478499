-- Empty until the first mapping lands: the columns are the contract.
select
    cast(null as varchar) as agent_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as source_instance,
    cast(null as varchar) as agent_id,
    cast(null as varchar) as agent_kind,
    cast(null as varchar) as team
where false
