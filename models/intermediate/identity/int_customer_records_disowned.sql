-- Records that name nobody: a contact form, a machine that sends notices. All that is known of
-- them is an e-mail or phone that belongs to nobody in particular; who wrote in their name is a
-- guest, in each conversation another.
with

contacts as (
    select * from {{ ref('int_customer_contacts_collected') }}
),

phone_numbers as (
    select * from {{ ref('int_customer_phones_normalised') }}
),

blocked as (
    select * from {{ ref('int_identifiers_blocked') }}
),

referring as (
    select distinct customer_record_key
    from {{ ref('int_customers') }}
    where external_id is not null
),

identifiers as (
    select
        customer_record_key,
        'email' as identifier_type,
        email as identifier_value
    from contacts
    where email is not null

    union

    select
        customer_record_key,
        'phone' as identifier_type,
        phone as identifier_value
    from phone_numbers
),

judged as (
    select
        identifiers.customer_record_key,
        bool_and(blocked.identifier_value is not null) as is_blocked
    from identifiers
    left join blocked
        on
            identifiers.identifier_type = blocked.identifier_type
            and identifiers.identifier_value = blocked.identifier_value
    group by identifiers.customer_record_key
),

final as (
    select judged.customer_record_key
    from judged
    left join referring
        on judged.customer_record_key = referring.customer_record_key
    where judged.is_blocked and referring.customer_record_key is null
)

select * from final
