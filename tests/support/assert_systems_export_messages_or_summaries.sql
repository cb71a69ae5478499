-- An export of conversations whose messages were left behind would vanish without a word: all of
-- them out of scope, no rate changed. If over half of a system's conversations have neither
-- messages nor the summary columns, export its messages, or fill in the summary. What only a system
-- wrote is no message of anybody.
{{ config(
    description="Conversations would vanish without a word: their messages are missing.",
) }}

-- depends_on: {{ ref('kpi_scorecard') }}

with

conversations as (
    select * from {{ ref('int_conversations') }}
),

messages as (
    select distinct conversation_key
    from {{ ref('int_messages') }}
    where author_role <> 'system'
),

systems as (
    select
        conversations.source_system,
        conversations.source_instance,
        count(*) as conversation_count,
        count(
            case
                when
                    messages.conversation_key is null
                    and conversations.first_customer_message_at is null
                    then 1
            end
        ) as silent_count
    from conversations
    left join messages
        on conversations.conversation_key = messages.conversation_key
    group by conversations.source_system, conversations.source_instance
)

select
    *,
    source_system || ' (' || source_instance || '): ' || silent_count || ' of '
    || conversation_count
    || ' conversations have neither a message of a customer, an agent or '
    || 'a bot nor the summary columns, so they count for nothing: export their messages, or '
    || 'fill in the summary; if they are exported, read quarantined_records' as message
from systems
where silent_count > 0.5 * conversation_count
