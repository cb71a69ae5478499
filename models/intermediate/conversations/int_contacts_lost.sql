-- A conversation that was exported and refused, or of which all that the customer wrote was:
-- somebody came, perhaps back. Whose it was stands in the record, or is who wrote its messages;
-- when, likewise.
with

records as (
    select * from {{ ref('int_lost_records') }}
),

conversations as (
    select * from {{ ref('int_conversations') }}
    where not is_spam and not is_test and not is_deleted
),

messages as (
    select * from {{ ref('int_messages') }}
    where author_role = 'customer' and is_public
),

customers as (
    select * from {{ ref('int_customers_resolved') }}
),

silenced as (
    select distinct conversation_key
    from records
    where record_kind = 'messages'
),

heard as (
    select distinct conversation_key
    from messages
),

lost as (
    select
        conversation_key,
        customer_record_key,
        customer_email,
        occurred_at
    from records
    where record_kind = 'conversations'

    union all

    select
        conversations.conversation_key,
        conversations.customer_record_key,
        conversations.customer_email,
        conversations.created_at as occurred_at
    from conversations
    inner join silenced
        on conversations.conversation_key = silenced.conversation_key
    left join heard
        on conversations.conversation_key = heard.conversation_key
    where heard.conversation_key is null
),

emails as (
    select
        identifier_value as email,
        min(customer_record_key) as customer_record_key
    from {{ ref('int_customer_identifiers') }}
    where identifier_type = 'email' and is_joining
    group by identifier_value
),

openings as (
    select
        messages.conversation_key,
        messages.author_record_key,
        messages.sent_at
    from messages
    inner join lost
        on messages.conversation_key = lost.conversation_key
    qualify
        row_number() over (
            partition by messages.conversation_key
            order by messages.sent_at, messages.message_sequence, messages.message_key
        ) = 1
),

final as (
    select
        lost.conversation_key,
        coalesce(named.customer_key, authors.customer_key, addressed.customer_key) as customer_key,
        coalesce(openings.sent_at, lost.occurred_at) as started_at
    from lost
    left join openings
        on lost.conversation_key = openings.conversation_key
    left join customers as named
        on lost.customer_record_key = named.customer_record_key
    left join customers as authors
        on openings.author_record_key = authors.customer_record_key
    left join emails
        on lower(trim(lost.customer_email)) = emails.email
    left join customers as addressed
        on emails.customer_record_key = addressed.customer_record_key
)

select * from final
