with

customers as (
    select * from {{ ref('int_customers') }}
),

records as (
    select * from {{ ref('int_customer_records') }}
),

contacts as (
    select * from {{ ref('int_customer_contacts_collected') }}
),

phone_numbers as (
    select * from {{ ref('int_customer_phones_normalised') }}
),

external_ids as (
    select * from {{ ref('ref_external_ids') }}
),

emails as (
    select
        customer_record_key,
        'email' as identifier_type,
        email as identifier_value,
        is_own
    from contacts
    -- One @, something before it, a dot with two letters after it in the domain, nothing odd.
    where
        email like '_%@_%.__%'
        and length(email) - length(replace(email, '@', '')) = 1
        and email = translate(email, ' <>()[],;:"', '')
        and email not like '%..%'
        and email not like '%.'
        and email not like '%@.%'
),

phones as (
    select
        customer_record_key,
        'phone' as identifier_type,
        phone as identifier_value,
        is_own
    from phone_numbers
),

-- Whose id an external id is: a row for the instance wins over one for all of them ('*').
referring as (
    select
        customers.customer_record_key,
        not customers.is_anonymous as is_own,
        nullif(trim(customers.external_id), '') as refers_to_id,
        coalesce(exact.refers_to_system, anywhere.refers_to_system) as refers_to_system,
        coalesce(
            nullif(coalesce(exact.refers_to_instance, anywhere.refers_to_instance), '*'),
            customers.source_instance
        ) as refers_to_instance
    from customers
    left join external_ids as exact
        on customers.source_system = exact.source_system
            and customers.source_instance = exact.source_instance
    left join external_ids as anywhere
        on customers.source_system = anywhere.source_system and anywhere.source_instance = '*'
),

referrals as (
    select
        customer_record_key,
        'record' as identifier_type,
        {{ surrogate_key(['refers_to_system', 'refers_to_instance', 'refers_to_id']) }}
            as identifier_value,
        is_own
    from referring
    where refers_to_system is not null and refers_to_id is not null
),

named_keys as (
    select distinct identifier_value
    from referrals
),

-- The record that others name carries the same identifier: its own key.
named as (
    select
        records.customer_record_key,
        'record' as identifier_type,
        records.customer_record_key as identifier_value,
        true as is_own
    from records
    inner join named_keys on records.customer_record_key = named_keys.identifier_value
),

carried as (
    select * from emails
    union all
    select * from phones
    union all
    select * from referrals
    union all
    select * from named
),

final as (
    select
        customer_record_key,
        identifier_type,
        identifier_value,
        bool_or(is_own) as is_own
    from carried
    group by customer_record_key, identifier_type, identifier_value
)

select * from final
