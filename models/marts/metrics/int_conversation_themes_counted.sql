-- Every conversation beside every topic that any conversation has: a topic's share is then of all
-- conversations, those about something else too, whichever days, channels or topics are asked for.
-- A conversation stands here once a topic, so whoever sums over topics counts distinct
-- `conversation_key`.
with

conversations as (
    select * from {{ ref('int_conversations_counted') }}
),

topics as (
    select distinct topic
    from conversations
),

paired as (
    select
        conversations.conversation_key,
        conversations.source_system,
        conversations.channel,
        conversations.handled_by,
        conversations.metric_date,
        topics.topic,
        conversations.topic = topics.topic as is_about_topic
    from conversations
    cross join topics
),

final as (
    select
        conversation_key,
        source_system,
        channel,
        topic,
        handled_by,
        {{ share('theme_share', 'is_about_topic') }},
        metric_date
    from paired
)

select * from final
