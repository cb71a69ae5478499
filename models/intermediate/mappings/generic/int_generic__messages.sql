with

exported as (
    select * from {{ ref('stg_generic__messages') }}
),

bots as (
    select
        source_instance,
        agent_id
    from {{ ref('stg_generic__agents') }}
    where agent_kind = 'bot'
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
        exported.is_public,
        exported.sent_at,
        case
            when exported.author_role = 'agent' and bots.agent_id is not null then 'bot'
            else exported.author_role
        end as author_role
    from exported
    left join bots
        on
            exported.source_instance = bots.source_instance
            and exported.author_id = bots.agent_id
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'message_id']) }} as message_key,
        {{ surrogate_key(['source_system', 'source_instance', 'conversation_id']) }}
            as conversation_key,
        case author_role
            when 'customer'
                then {{ surrogate_key(['source_system', 'source_instance', 'author_id']) }}
            when 'system' then cast(null as string)
            else {{ surrogate_key(['source_system', 'source_instance', "'agent'", 'author_id']) }}
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
        cast(null as integer) as message_sequence,
        is_public,
        sent_at
    from messages
)

select * from final
