with

parts as (
    select * from {{ ref('int_intercom__parts_classified') }}
    where is_message
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'conversation_id', 'part_id']) }}
            as message_key,
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
        part_id as message_id,
        conversation_id,
        author_id,
        author_role,
        message_kind,
        body,
        cast(null as string) as vendor_sentiment,
        cast(
            row_number() over (
                partition by source_instance, conversation_id order by part_sequence, part_id
            ) as integer
        ) as message_sequence,
        is_public,
        created_at as sent_at
    from parts
)

select * from final
