with

records as (
    select * from {{ ref('int_customer_records') }}
),

identifiers as (
    select * from {{ ref('int_customer_identifiers') }}
),

joining as (
    select * from identifiers
    where is_joining
),

-- An account under which many persons ordered (the till's customer) is none of them.
crowds as (
    select distinct customer_record_key
    from identifiers
    where not_joining_reason = 'crowded_record'
),

-- The earliest record has the lowest number, and gives the person its key.
numbered as (
    select
        *,
        row_number() over (
            order by coalesce(first_seen_at, timestamp '9999-12-31 00:00:00'), customer_record_key
        ) as record_number
    from records
),

carried as (
    select
        numbered.record_number,
        joining.identifier_type,
        joining.identifier_value
    from joining
    inner join numbered on joining.customer_record_key = numbered.customer_record_key
),

-- Every holder of an identifier is linked to the earliest holder of it.
linked as (
    select
        record_number as node,
        min(record_number) over (partition by identifier_type, identifier_value) as neighbour
    from carried
),

edges as (
    select distinct
        node,
        neighbour
    from linked
    where node <> neighbour
),

{{ label_rounds('edges', 10) }},

-- What is left are stars: every record beside the earliest of its person.
labelled as (
    select
        numbered.*,
        coalesce(labels.neighbour, numbered.record_number) as person_number
    from numbered
    left join labels on numbered.record_number = labels.node
),

identified as (
    select distinct
        customer_record_key,
        true as has_identifier
    from joining
),

resolved as (
    select
        labelled.customer_record_key,
        labelled.is_nobody,
        first_value(labelled.customer_record_key) over (
            partition by labelled.person_number order by labelled.record_number
            rows between unbounded preceding and unbounded following
        ) as customer_key,
        bool_or(
            (labelled.has_account and crowds.customer_record_key is null)
            or coalesce(identified.has_identifier, false)
        ) over (
            partition by labelled.person_number
        ) as is_identifiable
    from labelled
    left join identified on labelled.customer_record_key = identified.customer_record_key
    left join crowds on labelled.customer_record_key = crowds.customer_record_key
),

final as (
    select
        customer_record_key,
        customer_key,
        is_identifiable,
        is_nobody
    from resolved
)

select * from final
