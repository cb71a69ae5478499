-- Some tools write a role where a person belongs. An id that writes as the customer of
-- conversations whose named customers differ, and is none of them, names nobody: the customer of
-- each conversation wrote. Who is a customer himself may write for a friend or two, but not for
-- more people than share one address.
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

conversations as (
    select
        *,
        coalesce(customer_id, customer_email, customer_phone) as named_customer
    from {{ ref('stg_generic__conversations') }}
),

persons as (
    select
        source_instance,
        customer_id as person_id
    from {{ ref('stg_generic__customers') }}

    union

    select
        source_instance,
        customer_id as person_id
    from conversations

    union

    select
        source_instance,
        agent_id as person_id
    from {{ ref('stg_generic__agents') }}
),

counted as (
    select
        messages.source_system,
        messages.source_instance,
        messages.author_id,
        lower(trim(messages.author_id)) in (
            'agent', 'human', 'operator', 'support', 'admin', 'staff', 'team',
            'customer', 'user', 'client', 'visitor', 'guest', 'contact', 'lead', 'consumer',
            'end-user', 'end_user', 'enduser', 'anonymous', 'unknown'
        ) as is_word,
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
        (persons.person_id is null and (counted.is_word or counted.other_customer_count > 1))
        or counted.other_customer_count > {{ var('identity_max_share') }}
)

select * from final
