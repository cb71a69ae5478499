-- When the same person next started a conversation, anywhere, after this one was first answered.
-- Who only thanked for what the shop wrote by itself did not come back. Starts and questions are
-- laid on one line per person and read with windows: a join over a range of time would not survive
-- one very talkative customer.
with

scoped as (
    select * from {{ ref('int_conversations_scoped') }}
    where is_in_scope and customer_key is not null
),

topics as (
    select * from {{ ref('int_conversation_topics') }}
),

topical as (
    select
        scoped.customer_key,
        scoped.conversation_key,
        topics.topic,
        case when scoped.first_request_at is not null then scoped.started_at end as started_at,
        coalesce(scoped.first_answer_at, scoped.first_request_at, scoped.started_at) as asked_at
    from scoped
    left join topics
        on scoped.conversation_key = topics.conversation_key
),

-- Starts sort before questions of the same moment: only what comes strictly after is found, and
-- never the conversation itself.
timeline as (
    select
        customer_key,
        conversation_key,
        topic,
        0 as is_question,
        started_at as happened_at
    from topical
    where started_at is not null

    union all

    select
        customer_key,
        conversation_key,
        topic,
        1 as is_question,
        asked_at as happened_at
    from topical
),

followed as (
    select
        *,
        min(case when is_question = 0 then happened_at end) over (
            partition by customer_key
            order by happened_at, is_question, conversation_key, coalesce(topic, '')
            rows between 1 following and unbounded following
        ) as next_start_at,
        min(case when is_question = 0 and topic is null then happened_at end) over (
            partition by customer_key
            order by happened_at, is_question, conversation_key, coalesce(topic, '')
            rows between 1 following and unbounded following
        ) as next_start_without_topic_at,
        min(case when is_question = 0 then happened_at end) over (
            partition by customer_key, topic
            order by happened_at, is_question, conversation_key
            rows between 1 following and unbounded following
        ) as next_start_on_topic_at
    from timeline
),

-- Two conversations are about different things only if both have a topic and share none.
compatible as (
    select
        conversation_key,
        case
            when topic is null then next_start_at
            else least(next_start_without_topic_at, next_start_on_topic_at)
        end as next_contact_at
    from followed
    where is_question = 1
),

final as (
    select
        conversation_key,
        min(next_contact_at) as next_contact_at
    from compatible
    group by conversation_key
)

select * from final
