-- Whoever asked in public, in a conversation that nothing rules out, is in the fact: worked out
-- here from the exported messages, without the steps in between.
with

messages as (
    select * from {{ ref('int_messages') }}
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

asked as (
    select
        merged.surviving_conversation_key as conversation_key,
        max(messages.sent_at) as last_message_at
    from messages
    inner join merged
        on messages.conversation_key = merged.conversation_key
    where messages.is_public
    group by merged.surviving_conversation_key
    having bool_or(messages.author_role = 'customer' and messages.message_kind = 'request')
)

select conversations.conversation_key
from conversations
inner join asked
    on conversations.conversation_key = asked.conversation_key
cross join observed
left join facts
    on conversations.conversation_key = facts.conversation_key
where
    facts.conversation_key is null
    and not conversations.is_spam
    and not conversations.is_test
    and not conversations.is_deleted
    and coalesce(
        greatest(
            conversations.created_at,
            conversations.solved_at,
            conversations.closed_at,
            asked.last_message_at
        ) <= observed.plausible_until,
        true
    )
