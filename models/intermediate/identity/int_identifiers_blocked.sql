-- E-mails and phones that belong to nobody in particular: those listed, and phones that were filled
-- in because a form insists on one: seven times the same digit, or eight in a row.
{%- set filled_in = [
    '0{7}', '1{7}', '2{7}', '3{7}', '4{7}', '5{7}', '6{7}', '7{7}', '8{7}', '9{7}',
    '01234567', '12345678', '23456789', '34567890',
    '98765432', '87654321', '76543210',
] | join('|') %}

with

contacts as (
    select * from {{ ref('int_customer_contacts_collected') }}
),

phone_numbers as (
    select * from {{ ref('int_customer_phones_normalised') }}
),

blocklist as (
    select * from {{ ref('ref_identity_blocklist') }}
),

identifiers as (
    select distinct
        'email' as identifier_type,
        email as identifier_value
    from contacts
    where email is not null

    union all

    select distinct
        'phone' as identifier_type,
        phone as identifier_value
    from phone_numbers
),

listed as (
    select
        identifiers.identifier_type,
        identifiers.identifier_value
    from identifiers
    inner join blocklist
        on (
            blocklist.pattern_kind = 'exact'
            and identifiers.identifier_value = lower(blocklist.pattern_value)
        )
        or (
            blocklist.pattern_kind = 'prefix'
            and identifiers.identifier_value like lower(blocklist.pattern_value) || '%'
        )
        or (
            blocklist.pattern_kind = 'domain'
            and identifiers.identifier_type = 'email'
            and concat('.', split_part(identifiers.identifier_value, '@', 2))
            like concat('%.', lower(blocklist.pattern_value))
        )
),

made_up as (
    select *
    from identifiers
    where identifier_type = 'phone' and {{ regexp_found('identifier_value', filled_in) }}
),

final as (
    select * from listed
    union
    select * from made_up
)

select * from final
