with

contacts as (
    select * from {{ ref('int_customer_contacts_collected') }}
),

calling_codes as (
    select * from {{ ref('ref_calling_codes') }}
),

-- 'whatsapp:+44 ...', 'tel:+44 ...': the scheme is no part of the number.
addressed as (
    select
        customer_record_key,
        is_own,
        country_code,
        trim(case when phone like '%:%' then split_part(phone, ':', 2) else phone end) as phone
    from contacts
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

final as (
    select
        customer_record_key,
        concat('+', digits) as phone,
        bool_or(is_own) as is_own
    from dialled
    where
        length(digits) between 8 and 15
        and translate(digits, '0123456789', '') = ''
        and digits not like '0%'
    group by customer_record_key, concat('+', digits)
)

select * from final
