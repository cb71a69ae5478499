-- A lead that signs up becomes a user: his conversations move to the user, and what he wrote before
-- keeps the lead's id, of which no contact is left but in older exports. Whoever wrote and is not
-- one of the conversation's contacts is its contact of today, unless he is a user who is exported.
with

conversations as (
    select * from {{ ref('stg_intercom__conversations') }}
),

contacts as (
    select * from {{ ref('stg_intercom__contacts') }}
),

written as (
    select
        source_instance,
        conversation_id,
        source_author_type as author_type,
        source_author_id as author_id
    from conversations
    where source_author_type in ('user', 'lead', 'contact', 'visitor')

    union all

    select
        source_instance,
        conversation_id,
        author_type,
        author_id
    from {{ ref('stg_intercom__conversation_parts') }}
    where author_type in ('user', 'lead', 'contact', 'visitor')
),

authors as (
    select
        source_instance,
        conversation_id,
        author_id,
        bool_and(author_type in ('lead', 'visitor')) as has_not_signed_up
    from written
    group by source_instance, conversation_id, author_id
),

final as (
    select
        conversations.source_system,
        authors.source_instance,
        authors.conversation_id,
        authors.author_id,
        conversations.contact_id
    from authors
    inner join conversations
        on
            authors.source_instance = conversations.source_instance
            and authors.conversation_id = conversations.conversation_id
    left join contacts
        on
            authors.source_instance = contacts.source_instance
            and authors.author_id = contacts.contact_id
    where
        (contacts.contact_id is null or authors.has_not_signed_up)
        and conversations.contact_id is not null
        and '|' || conversations.contact_ids || '|' not like '%|' || authors.author_id || '|%'
)

select * from final
