with

conversations as (
    select * from {{ ref('stg_intercom__conversations') }}
),

parts as (
    select * from {{ ref('stg_intercom__conversation_parts') }}
),

authors as (
    select * from {{ ref('int_intercom__authors_classified') }}
),

settled as (
    select * from {{ ref('int_intercom__authors_settled') }}
),

-- The first message is no part: the conversation itself carries it.
unioned as (
    select
        source_system,
        source_instance,
        'source-' || conversation_id as part_id,
        conversation_id,
        source_author_id as author_id,
        cast(null as string) as assigned_to_id,
        'source' as part_type,
        source_author_type as author_type,
        cast(null as string) as assigned_to_type,
        source_body as body,
        case
            when delivered_as in ('automated', 'campaigns_initiated') then 'automatic'
        end as message_kind,
        0 as part_sequence,
        is_source_by_ai_agent as is_by_ai_agent,
        created_at
    from conversations
    where source_author_type is not null

    union all

    select
        source_system,
        source_instance,
        part_id,
        conversation_id,
        author_id,
        assigned_to_id,
        part_type,
        author_type,
        assigned_to_type,
        body,
        -- Reply buttons ask and answer nothing; the customer's choice of one is a message of his.
        case
            when part_type = 'quick_reply' and author_type in ('admin', 'bot') then 'form'
        end as message_kind,
        part_sequence,
        is_by_ai_agent,
        created_at
    from parts
),

final as (
    select
        unioned.source_system,
        unioned.source_instance,
        unioned.part_id,
        unioned.conversation_id,
        coalesce(settled.contact_id, unioned.author_id) as author_id,
        unioned.assigned_to_id,
        unioned.part_type,
        case
            when unioned.author_type in ('user', 'lead', 'contact', 'visitor') then 'customer'
            when unioned.is_by_ai_agent or unioned.author_type = 'bot' then 'bot'
            else coalesce(authors.author_role, 'system')
        end as author_role,
        unioned.assigned_to_type,
        unioned.body,
        unioned.message_kind,
        unioned.part_sequence,
        -- Other parts only change the conversation. A reply without a text is a picture.
        unioned.part_type in ('source', 'comment', 'quick_reply') or unioned.body is not null
            as is_message,
        -- Replying can assign, close, open or snooze in one go: such parts carry the reply.
        unioned.part_type in (
            'source', 'comment', 'quick_reply', 'open', 'close', 'assignment',
            'assign_and_reopen', 'assign_and_unsnooze', 'snoozed', 'unsnoozed'
        ) as is_public,
        unioned.created_at
    from unioned
    left join authors
        on
            unioned.source_instance = authors.source_instance
            and unioned.author_id = authors.author_id
    left join settled
        on
            unioned.source_instance = settled.source_instance
            and unioned.conversation_id = settled.conversation_id
            and unioned.author_id = settled.author_id
            and unioned.author_type in ('user', 'lead', 'contact', 'visitor')
)

select * from final
