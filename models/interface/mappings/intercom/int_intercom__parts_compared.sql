-- What the vendor counts against what was exported. An API call that lists conversations gives none
-- of their parts, and one that gives a conversation 500 of them at most.
with

conversations as (
    select * from {{ ref('stg_intercom__conversations') }}
),

parts as (
    select * from {{ ref('stg_intercom__conversation_parts') }}
),

exported as (
    select
        source_instance,
        conversation_id,
        count(*) as exported_part_count,
        bool_or(author_type = 'admin' and part_type <> 'note') as has_teammate_part,
        bool_or(author_type = 'bot' or is_by_ai_agent) as has_bot_part,
        bool_or(part_type = 'close') as has_close_part
    from parts
    group by source_instance, conversation_id
),

-- Whether the first message is counted as a part is only proved by a conversation in which nothing
-- else happened (one counted and none there is the first message), or of which all is there: by the
-- vendor's own list, and with what ended it. That all of them lack one may as well mean that an
-- export leaves out what ends them.
proved as (
    select distinct conversations.source_instance
    from conversations
    left join exported
        on
            conversations.source_instance = exported.source_instance
            and conversations.conversation_id = exported.conversation_id
    where
        (
            conversations.part_count = 1
            and coalesce(conversations.listed_part_count, 0) = 0
            and exported.conversation_id is null
            and conversations.state = 'open'
            and conversations.first_admin_reply_at is null
            and conversations.resolution_state is null
            and conversations.last_closed_at is null
        )
        or (
            conversations.state = 'closed'
            and exported.has_close_part
            and conversations.listed_part_count = exported.exported_part_count
            and conversations.part_count = exported.exported_part_count + 1
        )
),

-- Where any conversation has as many parts as are counted, it is not.
counted as (
    select
        conversations.*,
        coalesce(exported.exported_part_count, 0) as exported_part_count,
        coalesce(exported.has_teammate_part, false) as has_teammate_part,
        coalesce(exported.has_bot_part, false)
        or coalesce(conversations.source_author_type = 'bot', false)
        or conversations.is_source_by_ai_agent as has_bot_part,
        case
            when
                proved.source_instance is not null
                and min(conversations.part_count - coalesce(exported.exported_part_count, 0)) over (
                    partition by conversations.source_instance
                ) > 0
                then 1
            else 0
        end as first_message_count
    from conversations
    left join exported
        on
            conversations.source_instance = exported.source_instance
            and conversations.conversation_id = exported.conversation_id
    left join proved
        on conversations.source_instance = proved.source_instance
),

-- Some are missing, too, where the vendor dates a reply or judges an answer that is not there.
compared as (
    select
        *,
        coalesce(part_count is not null or listed_part_count is not null, false)
        or first_admin_reply_at is not null
        or resolution_state is not null as is_counted,
        greatest(
            coalesce(part_count - first_message_count, 0) - exported_part_count,
            coalesce(listed_part_count, 0) - exported_part_count,
            case when first_admin_reply_at is not null and not has_teammate_part then 1 else 0 end,
            case when resolution_state is not null and not has_bot_part then 1 else 0 end,
            0
        ) as lacking_part_count
    from counted
),

final as (
    select
        source_system,
        source_instance,
        conversation_id,
        cast(exported_part_count as integer) as exported_part_count,
        case when is_counted then cast(lacking_part_count as integer) end as missing_part_count
    from compared
)

select * from final
