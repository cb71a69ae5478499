-- A page of an export that was left behind takes the messages of some conversations with it: these
-- are out of scope (`no_customer_message`), and nothing else says so. Half of an instance stop the
-- build; fewer are counted here.
{{ config(
    severity='warn',
    meta={
        'owner': 'analytics engineering',
        'reason': 'Some tools keep conversations in which nobody wrote: no fault of an export.',
    },
    description="Conversations without any message count for nothing: export their messages, too.",
) }}

-- depends_on: {{ ref('kpi_scorecard') }}

with

conversations as (
    select * from {{ ref('int_conversations') }}
    where not is_spam and not is_test and not is_deleted and merged_into_conversation_key is null
),

messages as (
    select distinct conversation_key
    from {{ ref('int_messages') }}
),

counted as (
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
        ) as silent_count,
        count(
            case
                when
                    messages.conversation_key is null
                    and conversations.first_customer_message_at is null
                    and conversations.status in ('open', 'pending')
                    then 1
            end
        ) as silent_open_count
    from conversations
    left join messages
        on conversations.conversation_key = messages.conversation_key
    group by conversations.source_system, conversations.source_instance
)

select
    *,
    source_system || '@' || source_instance || ': ' || silent_count || ' of ' || conversation_count
    || ' conversations have no message at all, ' || silent_open_count
    || ' of them open, so they are in no number, nor in the backlog: export their messages '
    || '(comments, parts), of all pages'
        as message
from counted
where silent_count > 0.05 * conversation_count
