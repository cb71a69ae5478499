-- Empty until the first mapping lands: the columns are the contract.
select
    cast(null as varchar) as survey_funnel_key,
    cast(null as varchar) as source_system,
    cast(null as varchar) as source_instance,
    cast(null as varchar) as survey_id,
    cast(null as varchar) as survey_type,
    cast(null as integer) as invited_count,
    cast(null as integer) as started_count,
    cast(null as integer) as completed_count,
    cast(null as date) as survey_date
where false
