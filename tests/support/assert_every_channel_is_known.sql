{{ config(severity='warn', meta={
    'owner': 'support operations',
    'reason': 'A new word of a helpdesk must not stop a build; such conversations are in channel other.',
}) }}
-- A word that ref_channel_words does not know puts its conversations into the channel `other`.
with

conversations as (
    select * from {{ ref('int_conversations') }}
    where channel = 'other' and source_channel is not null
),

known as (
    select * from {{ ref('ref_channel_words') }}
),

unknown as (
    select
        conversations.source_system,
        lower(trim(conversations.source_channel)) as word,
        count(*) as conversation_count
    from conversations
    left join known
        on
            conversations.source_system = known.source_system
            and lower(trim(conversations.source_channel)) = known.word
    where
        known.word is null
        -- The open format has our own words.
        and conversations.source_channel <> 'other'
    group by conversations.source_system, lower(trim(conversations.source_channel))
)

select
    *,
    source_system || ': ' || cast(conversation_count as string) || ' conversations came in by '
    || 'a word that is no known channel and counts as other; add it (source_channel of '
    || 'int_conversations) to seeds/ref_channel_words.csv' as message
from unknown
