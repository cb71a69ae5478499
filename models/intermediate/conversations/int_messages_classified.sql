-- Placeholder with the agreed columns.
select
    cast(null as varchar) as message_key,
    cast(null as varchar) as conversation_key,
    cast(null as varchar) as author_record_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as source_instance,
    cast(null as varchar) as author_role,
    cast(null as varchar) as message_kind,
    cast(null as bigint) as message_position,
    cast(null as timestamp) as sent_at
where false
