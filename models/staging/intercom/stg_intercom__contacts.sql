with

contacts as (
    {{ current_records(ref('land_intercom__contacts')) }}
),

final as (
    select
        source_system,
        source_instance,
        id as contact_id,
        external_id,
        role,
        email,
        phone,
        -- Three letters are of no use to a phone number's parser.
        case when length(country_code) = 2 then upper(country_code) end as country_code,
        created_at
    from contacts
)

select * from final
