-- Some tools write a role, or the number of a visit, where a person belongs. An id that writes as
-- the customer of conversations whose named customers differ, and is none of them, names nobody:
-- the customer of each conversation wrote. Who is a customer himself may write for a friend or two,
-- but not for more people than share one address. Where most conversations were written by somebody
-- unknown beside the customer they name, the tool numbers visits, not people.
with

messages as (
    select distinct
        source_system,
        source_instance,
        conversation_id,
        author_id,
        author_role
    from {{ ref('stg_generic__messages') }}
    where author_id is not null
),

placeholders as (
    select * from {{ ref('ref_placeholder_ids') }}
),

conversations as (
    select
        conversations.source_instance,
        conversations.conversation_id,
        conversations.customer_id,
        coalesce(
            case when placeholders.word is null then conversations.customer_id end,
            conversations.customer_email,
            conversations.customer_phone
        ) as named_customer
    from {{ ref('stg_generic__conversations') }} as conversations
    left join placeholders
        on lower(trim(conversations.customer_id)) = placeholders.word
),

customers as (
    select
        source_instance,
        customer_id as person_id
    from {{ ref('stg_generic__customers') }}

    union

    select
        source_instance,
        customer_id as person_id
    from conversations
),

persons as (
    select customers.*
    from customers
    left join placeholders
        on lower(trim(customers.person_id)) = placeholders.word
    where customers.person_id is not null and placeholders.word is null

    union

    select
        source_instance,
        agent_id as person_id
    from {{ ref('stg_generic__agents') }}
),

written as (
    select
        messages.source_instance,
        messages.conversation_id,
        bool_and(persons.person_id is null and messages.author_id <> conversations.named_customer)
            as is_by_strangers
    from messages
    inner join conversations
        on
            messages.source_instance = conversations.source_instance
            and messages.conversation_id = conversations.conversation_id
    left join persons
        on
            messages.source_instance = persons.source_instance
            and messages.author_id = persons.person_id
    where messages.author_role = 'customer' and conversations.named_customer is not null
    group by messages.source_instance, messages.conversation_id
),

-- One conversation proves no habit.
numbering as (
    select
        source_instance,
        count(*) > 1
        and count(case when is_by_strangers then 1 end) > 0.5 * count(*) as is_numbering_visits
    from written
    group by source_instance
),

counted as (
    select
        messages.source_system,
        messages.source_instance,
        messages.author_id,
        bool_or(placeholders.word is not null) as is_word,
        bool_or(
            messages.author_role = 'customer'
            and coalesce(numbering.is_numbering_visits, false)
            and conversations.named_customer is not null
        ) as is_visit,
        count(distinct case
            when
                messages.author_role = 'customer'
                and conversations.named_customer <> messages.author_id
                then conversations.named_customer
        end) as other_customer_count
    from messages
    left join conversations
        on
            messages.source_instance = conversations.source_instance
            and messages.conversation_id = conversations.conversation_id
    left join placeholders
        on lower(trim(messages.author_id)) = placeholders.word
    left join numbering
        on messages.source_instance = numbering.source_instance
    group by messages.source_system, messages.source_instance, messages.author_id
),

final as (
    select
        counted.source_system,
        counted.source_instance,
        counted.author_id,
        counted.other_customer_count
    from counted
    left join persons
        on
            counted.source_instance = persons.source_instance
            and counted.author_id = persons.person_id
    where
        (
            persons.person_id is null
            and (counted.is_word or counted.is_visit or counted.other_customer_count > 1)
        )
        or counted.other_customer_count > {{ var('identity_max_share') }}
)

select * from final
