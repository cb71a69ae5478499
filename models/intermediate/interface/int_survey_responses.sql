-- Empty until the first mapping lands: the columns are the contract.
select
    cast(null as varchar) as survey_response_key,
    cast(null as varchar) as conversation_key,
    cast(null as varchar) as order_key,
    cast(null as varchar) as customer_record_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as source_instance,
    cast(null as varchar) as response_id,
    cast(null as varchar) as survey_id,
    cast(null as varchar) as customer_id,
    cast(null as varchar) as customer_email,
    cast(null as varchar) as survey_type,
    cast(null as varchar) as question,
    cast(null as varchar) as answer,
    cast(null as varchar) as comment,
    cast(null as decimal(18,4)) as score,
    cast(null as decimal(18,4)) as score_min,
    cast(null as decimal(18,4)) as score_max,
    cast(null as timestamp) as invited_at,
    cast(null as timestamp) as responded_at
where false
