with

exported as (
    select * from {{ ref('stg_generic__messages') }}
),

ordered as (
    select * from {{ ref('int_generic__messages_ordered') }}
),

bots as (
    select
        source_instance,
        agent_id
    from {{ ref('stg_generic__agents') }}
    where agent_kind = 'bot'
),

shared as (
    select
        source_instance,
        author_id
    from {{ ref('int_generic__authors_shared') }}
),

-- Who wrote decides, not the seat: a bot that writes as an agent is a bot.
messages as (
    select
        exported.source_system,
        exported.source_instance,
        exported.message_id,
        exported.conversation_id,
        exported.author_id,
        exported.message_kind,
        exported.body,
        exported.sentiment,
        ordered.message_sequence,
        exported.is_public,
        exported.sent_at,
        case when shared.author_id is null then exported.author_id end as person_id,
        case
            when exported.author_role = 'agent' and bots.agent_id is not null then 'bot'
            else exported.author_role
        end as author_role
    from exported
    left join ordered
        on
            exported.source_instance = ordered.source_instance
            and exported.message_id = ordered.message_id
    left join bots
        on
            exported.source_instance = bots.source_instance
            and exported.author_id = bots.agent_id
    left join shared
        on
            exported.source_instance = shared.source_instance
            and exported.author_id = shared.author_id
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'message_id']) }} as message_key,
        {{ surrogate_key(['source_system', 'source_instance', 'conversation_id']) }}
            as conversation_key,
        case author_role
            when 'customer'
                then {{ surrogate_key(['source_system', 'source_instance', 'person_id']) }}
            when 'system' then cast(null as string)
            else {{ surrogate_key(['source_system', 'source_instance', "'agent'", 'person_id']) }}
        end as author_record_key,
        source_system,
        source_instance,
        message_id,
        conversation_id,
        author_id,
        author_role,
        nullif(message_kind, 'other') as message_kind,
        body,
        sentiment as vendor_sentiment,
        message_sequence,
        is_public,
        sent_at
    from messages
)

select * from final
