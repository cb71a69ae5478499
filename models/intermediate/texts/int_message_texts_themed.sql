-- Keywords are looked for once per distinct text, and only in requests of conversations to which
-- the vendor gives no topic that is known. A text meets a phrase first by its first word, which is
-- a join and no comparison of every text with every phrase.
with

messages as (
    select * from {{ ref('int_customer_messages_keyed') }}
    where message_kind = 'request'
),

untold as (
    select * from {{ ref('int_conversations_scoped') }}
    where topic is null
),

texts as (
    select * from {{ ref('int_message_texts_collected') }}
),

-- Spaces around text and phrase alike: only whole words are found.
phrases as (
    select
        {{ normalised_phrase('phrase') }} as phrase,
        topic,
        priority
    from {{ ref('ref_topic_keywords') }}
),

delimited as (
    select
        split_part(phrase, ' ', 1) as first_word,
        concat(' ', phrase, ' ') as spaced_phrase,
        topic,
        priority
    from phrases
),

wanted as (
    select distinct messages.text_key
    from messages
    inner join untold
        on messages.conversation_key = untold.conversation_key
),

reduced as (
    select
        texts.text_key,
        {{ normalised_phrase('texts.text') }} as normalised_text
    from texts
    inner join wanted
        on texts.text_key = wanted.text_key
),

words as (
    select
        text_key,
        normalised_text,
        {{ exploded(phrase_words('normalised_text'), 'word') }}
    from reduced
),

final as (
    select
        words.text_key,
        delimited.topic,
        min(delimited.priority) as priority
    from words
    inner join delimited
        on words.word = delimited.first_word
    where position(delimited.spaced_phrase in concat(' ', words.normalised_text, ' ')) > 0
    group by words.text_key, delimited.topic
)

select * from final
