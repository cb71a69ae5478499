with

messages as (
    select * from {{ ref('stg_generic__messages') }}
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'message_id']) }} as message_key,
        {{ surrogate_key(['source_system', 'source_instance', 'conversation_id']) }}
            as conversation_key,
        case author_role
            when 'customer'
                then {{ surrogate_key(['source_system', 'source_instance', 'author_id']) }}
            when 'system' then cast(null as varchar)
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
        cast(null as integer) as message_sequence,
        is_public,
        sent_at
    from messages
)

select * from final
