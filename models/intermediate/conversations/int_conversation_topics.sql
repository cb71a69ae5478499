-- The vendor's topic and tags are words of the vendor's or the shop's own. Only those that
-- `ref_topics` knows count. What was said of a merged conversation is said of its target.
with

conversations as (
    select * from {{ ref('int_conversations') }}
),

merged as (
    select * from {{ ref('int_conversations_merged') }}
),

words as (
    select
        concat('|', {{ normalised_phrase('word') }}, '|') as delimited_word,
        topic,
        priority
    from {{ ref('ref_topics') }}
),

-- Few distinct lists of words: each is looked up once, however many conversations carry it.
labelled as (
    select
        merged.surviving_conversation_key as conversation_key,
        concat_ws('|', conversations.topic, conversations.tags) as label
    from conversations
    inner join merged
        on conversations.conversation_key = merged.conversation_key
    where conversations.topic is not null or conversations.tags is not null
),

labels as (
    select distinct label
    from labelled
),

-- Each word is reduced by itself, the bars between them kept.
reduced as (
    select
        label,
        {{ normalised_list('label') }} as delimited_label
    from labels
),

found as (
    select
        reduced.label,
        words.topic,
        min(words.priority) as priority
    from reduced
    inner join words
        on reduced.delimited_label like concat('%', words.delimited_word, '%')
    group by reduced.label, words.topic
),

assigned as (
    select
        labelled.conversation_key,
        found.topic,
        min(found.priority) as priority
    from labelled
    inner join found
        on labelled.label = found.label
    group by labelled.conversation_key, found.topic
),

final as (
    select
        conversation_key,
        topic,
        priority,
        row_number() over (partition by conversation_key order by priority, topic) = 1
            as is_main_topic
    from assigned
)

select * from final
