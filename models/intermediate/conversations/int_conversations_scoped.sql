-- Placeholder with the agreed columns.
select
    cast(null as varchar) as conversation_key,
    cast(null as varchar) as customer_key,
    cast(null as varchar) as customer_record_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as source_instance,
    cast(null as varchar) as conversation_id,
    cast(null as varchar) as channel,
    cast(null as varchar) as out_of_scope_reason,
    cast(null as boolean) as is_in_scope,
    cast(null as boolean) as is_identifiable,
    cast(null as timestamp) as started_at,
    cast(null as timestamp) as last_public_message_at
where false
