-- Whoever wrote in public, in a conversation that nothing rules out, is in the fact: worked out
-- here from the messages and the conversations' own marks, without the steps in between.
with

messages as (
    select * from {{ ref('int_messages_classified') }}
),

merged as (
    select * from {{ ref('int_conversations_merged') }}
),

conversations as (
    select * from {{ ref('int_conversations') }}
),

facts as (
    select * from {{ ref('fct_conversations') }}
),

observed as (
    select * from {{ ref('int_observed_until') }}
),

written as (
    select
        conversation_key,
        max(sent_at) as last_message_at
    from messages
    group by conversation_key
    having bool_or(author_role = 'customer' and message_kind <> 'automatic')
)

select
    conversations.conversation_key,
    'A customer wrote in conversation ' || conversations.conversation_key
    || ', which nothing rules out and fct_conversations lacks: see int_conversations_scoped'
        as message
from conversations
inner join written
    on conversations.conversation_key = written.conversation_key
inner join merged
    on conversations.conversation_key = merged.conversation_key
cross join observed
left join facts
    on conversations.conversation_key = facts.conversation_key
where
    facts.conversation_key is null
    and not merged.is_merged
    and not conversations.is_spam
    and not conversations.is_test
    and not conversations.is_deleted
    and coalesce(
        greatest(
            conversations.created_at,
            conversations.solved_at,
            conversations.closed_at,
            written.last_message_at
        ) <= observed.plausible_until,
        true
    )
