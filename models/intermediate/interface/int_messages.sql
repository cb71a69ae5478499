-- Empty until the first mapping lands: the columns are the contract.
select
    cast(null as varchar) as message_key,
    cast(null as varchar) as conversation_key,
    cast(null as varchar) as author_record_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as source_instance,
    cast(null as varchar) as message_id,
    cast(null as varchar) as conversation_id,
    cast(null as varchar) as author_id,
    cast(null as varchar) as author_role,
    cast(null as varchar) as message_kind,
    cast(null as varchar) as body,
    cast(null as integer) as message_sequence,
    cast(null as boolean) as is_public,
    cast(null as timestamp) as sent_at
where false
