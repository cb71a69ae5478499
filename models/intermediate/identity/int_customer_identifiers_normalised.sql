{#- Tab, line feed, carriage return and no-break space count as spaces. -#}
{%- set blanks = "concat(chr(9), chr(10), chr(13), chr(160))" -%}

with

customers as (
    select * from {{ ref('int_customers') }}
),

records as (
    select * from {{ ref('int_customer_records') }}
),

external_ids as (
    select * from {{ ref('ref_external_ids') }}
),

calling_codes as (
    select * from {{ ref('ref_calling_codes') }}
),

-- What each row says of its customer. `is_own`: the customer record itself says so, not an order,
-- ticket or lead that somebody filled in. A test order speaks for nobody: staff who repeat several
-- customers' orders under one address of their own would make one person of them.
claimed as (
    select
        customer_record_key, email, phone, country_code, not is_anonymous as is_own
    from customers

    union all

    select
        customer_record_key, customer_email, customer_phone, customer_country_code, false
    from {{ ref('int_orders') }}
    where not coalesce(is_test, false)

    union all

    select
        customer_record_key, customer_email, customer_phone, cast(null as varchar), false
    from {{ ref('int_conversations') }}
    {% for entity in ['checkouts', 'survey_responses', 'sessions', 'subscriptions'] %}
    union all

    select
        customer_record_key, customer_email, cast(null as varchar), cast(null as varchar), false
    from {{ ref('int_' ~ entity) }}
    {% endfor %}
),

cleaned as (
    select
        claimed.customer_record_key,
        claimed.is_own,
        lower(trim(translate(claimed.email, {{ blanks }}, '    '))) as email,
        trim(translate(claimed.phone, {{ blanks }}, '    ')) as phone,
        upper(coalesce(
            nullif(trim(claimed.country_code), ''),
            nullif(trim(customers.country_code), ''),
            '{{ var("default_country_code") }}'
        )) as country_code
    from claimed
    left join customers on claimed.customer_record_key = customers.customer_record_key
),

emails as (
    select
        customer_record_key,
        'email' as identifier_type,
        email as identifier_value,
        is_own
    from cleaned
    -- One @, something before it, a dot with two letters after it in the domain, nothing odd.
    where
        email like '_%@_%.__%'
        and length(email) - length(replace(email, '@', '')) = 1
        and email = translate(email, ' <>()[],;:"', '')
        and email not like '%..%'
        and email not like '%.'
        and email not like '%@.%'
),

-- 'whatsapp:+44 ...', 'tel:+44 ...': the scheme is no part of the number.
addressed as (
    select
        customer_record_key,
        is_own,
        country_code,
        trim(case when phone like '%:%' then split_part(phone, ':', 2) else phone end) as phone
    from cleaned
    where phone is not null
),

-- '+44 (0)20 ...': the (0) is for callers at home.
unpunctuated as (
    select
        customer_record_key,
        is_own,
        country_code,
        translate(
            case
                when phone like '+%' or phone like '00%' then replace(phone, '(0)', '')
                else phone
            end,
            ' ()-./–', ''
        ) as written
    from addressed
),

-- A number without + or 00 is a national one: its trunk prefix gives way to the calling code. A
-- country that is not known leaves it unread.
dialled as (
    select
        unpunctuated.customer_record_key,
        unpunctuated.is_own,
        case
            when unpunctuated.written like '+%' then substr(unpunctuated.written, 2)
            when unpunctuated.written like '00%' then substr(unpunctuated.written, 3)
            when unpunctuated.written like calling_codes.trunk_prefix || '%'
                then concat(
                    calling_codes.calling_code,
                    substr(unpunctuated.written, length(calling_codes.trunk_prefix) + 1)
                )
            else calling_codes.calling_code || unpunctuated.written
        end as digits
    from unpunctuated
    left join calling_codes on unpunctuated.country_code = calling_codes.country_code
),

phones as (
    select
        customer_record_key,
        'phone' as identifier_type,
        concat('+', digits) as identifier_value,
        is_own
    from dialled
    where
        length(digits) between 8 and 15
        and translate(digits, '0123456789', '') = ''
        and digits not like '0%'
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

-- The record that others name carries the same identifier: its own key.
named as (
    select
        records.customer_record_key,
        'record' as identifier_type,
        records.customer_record_key as identifier_value,
        true as is_own
    from records
    inner join (select distinct identifier_value from referrals) as named_keys
        on records.customer_record_key = named_keys.identifier_value
),

final as (
    select
        customer_record_key,
        identifier_type,
        identifier_value,
        bool_or(is_own) as is_own
    from (
        select * from emails
        union all
        select * from phones
        union all
        select * from referrals
        union all
        select * from named
    ) as identifiers
    group by customer_record_key, identifier_type, identifier_value
)

select * from final
