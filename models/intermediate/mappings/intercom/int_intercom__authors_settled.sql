-- A lead that signs up becomes a user: his conversations move to the user, and what he wrote before keeps
-- the lead's id, of which no contact is left. Whoever wrote and is neither an exported contact nor
-- one of the conversation's is its contact of today.
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
        source_author_id as author_id
    from conversations
    where source_author_type in ('user', 'lead', 'contact', 'visitor')

    union

    select
        source_instance,
        conversation_id,
        author_id
    from {{ ref('stg_intercom__conversation_parts') }}
    where author_type in ('user', 'lead', 'contact', 'visitor')
),

final as (
    select
        conversations.source_system,
        written.source_instance,
        written.conversation_id,
        written.author_id,
        conversations.contact_id
    from written
    inner join conversations
        on
            written.source_instance = conversations.source_instance
            and written.conversation_id = conversations.conversation_id
    left join contacts
        on
            written.source_instance = contacts.source_instance
            and written.author_id = contacts.contact_id
    where
        contacts.contact_id is null
        and conversations.contact_id is not null
        and '|' || conversations.contact_ids || '|' not like '%|' || written.author_id || '|%'
)

select * from final
