{#- Tab, line feed, carriage return and no-break space count as spaces. -#}
{%- set blanks = "concat(chr(9), chr(10), chr(13), chr(160))" -%}

with

customers as (
    select * from {{ ref('int_customers') }}
),

-- A conversation that names an address, but no customer, is named by whoever wrote in it first.
first_authors as (
    select
        conversation_key,
        author_record_key
    from {{ ref('int_messages') }}
    where author_role = 'customer' and is_public and author_record_key is not null
    qualify row_number() over (
            partition by conversation_key
            order by sent_at, coalesce(message_sequence, 0), message_key
        ) = 1
),

-- What each row says of its customer. `is_own`: the customer record itself says so, not an order,
-- ticket or lead that somebody filled in. A test order speaks for nobody: staff who repeat several
-- customers' orders under one address of their own would make one person of them.
claimed as (
    select
        customer_record_key,
        email,
        phone,
        country_code,
        not is_anonymous as is_own
    from customers

    union all

    select
        customer_record_key,
        customer_email as email,
        customer_phone as phone,
        customer_country_code as country_code,
        false as is_own
    from {{ ref('int_orders') }}
    where not coalesce(is_test, false)

    union all

    select
        customer_record_key,
        customer_email as email,
        customer_phone as phone,
        cast(null as string) as country_code,
        false as is_own
    from {{ ref('int_conversations') }}

    union all

    select
        first_authors.author_record_key as customer_record_key,
        conversations.customer_email as email,
        conversations.customer_phone as phone,
        cast(null as string) as country_code,
        false as is_own
    from {{ ref('int_conversations') }} as conversations
    inner join first_authors on conversations.conversation_key = first_authors.conversation_key
    where conversations.customer_id is null
    {% for entity in ['checkouts', 'survey_responses', 'sessions', 'subscriptions'] %}
    union all

    select
        customer_record_key,
        customer_email as email,
        cast(null as string) as phone,
        cast(null as string) as country_code,
        false as is_own
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

final as (
    select
        customer_record_key,
        nullif(email, '') as email,
        nullif(phone, '') as phone,
        country_code,
        is_own
    from cleaned
    where email <> '' or phone <> ''
)

select * from final
