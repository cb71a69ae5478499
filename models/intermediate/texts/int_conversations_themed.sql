-- What a conversation is about, for counting: the vendor's topic, else one guessed from the
-- customer's own words up to the end of the window. A guess takes no part in any verdict.
with

scoped as (
    select * from {{ ref('int_conversations_scoped') }}
    where is_in_scope
),

resolved as (
    select * from {{ ref('int_conversations_resolved') }}
),

messages as (
    select * from {{ ref('int_customer_messages_keyed') }}
    where message_kind = 'request'
),

texts as (
    select * from {{ ref('int_message_texts_themed') }}
),

guessed as (
    select
        messages.conversation_key,
        texts.topic,
        row_number() over (
            partition by messages.conversation_key
            order by texts.priority, texts.topic, messages.message_position
        ) as topic_number
    from messages
    inner join resolved
        on messages.conversation_key = resolved.conversation_key
    inner join texts
        on messages.text_key = texts.text_key
    where messages.sent_at <= resolved.cutoff_at
),

final as (
    select
        scoped.conversation_key,
        coalesce(scoped.topic, guessed.topic) as topic,
        case
            when scoped.topic is not null then 'vendor'
            when guessed.topic is not null then 'keyword'
        end as topic_source
    from scoped
    left join guessed
        on
            scoped.conversation_key = guessed.conversation_key
            and guessed.topic_number = 1
)

select * from final
