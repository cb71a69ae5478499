with

tickets as (
    select * from {{ ref('stg_zendesk__tickets') }}
),

metrics as (
    select * from {{ ref('stg_zendesk__ticket_metrics') }}
),

requesters as (
    select * from {{ ref('int_zendesk__users_classified') }}
),

merged_tickets as (
    select * from {{ ref('int_zendesk__tickets_merged') }}
),

words as (
    select
        source_system,
        via_channel as word
    from tickets
),

channels as (
    {{ channel_of_words('words') }}
),

compared as (
    select * from {{ ref('int_zendesk__replies_compared') }}
),

closings as (
    select
        source_instance,
        ticket_id,
        max(changed_at) as closed_at
    from {{ ref('stg_zendesk__ticket_status_changes') }}
    where status = 'closed' and not coalesce(is_solve_unseen, false)
    group by source_instance, ticket_id
),

openings as (
    select
        source_instance,
        conversation_id,
        author_role,
        sent_at
    from {{ ref('int_zendesk__messages') }}
    where message_sequence = 1
),

-- Of a chat or messaging ticket the comments keep what began it; the rest are events of the chat,
-- which are not landed.
chats as (
    select
        tickets.source_instance,
        tickets.ticket_id,
        tickets.via_channel in ('native_messaging', 'chat', '29')
        and count(case when comments.via_channel = tickets.via_channel then 1 end) <= 1
            as is_elsewhere,
        bool_or(classified.is_author_unknown and classified.is_public) as has_unknown_author
    from tickets
    left join {{ ref('stg_zendesk__ticket_comments') }} as comments
        on
            tickets.source_instance = comments.source_instance
            and tickets.ticket_id = comments.ticket_id
    left join {{ ref('int_zendesk__comments_classified') }} as classified
        on
            comments.source_instance = classified.source_instance
            and comments.comment_id = classified.comment_id
    group by tickets.source_instance, tickets.ticket_id, tickets.via_channel
),

answered as (
    select distinct
        source_instance,
        conversation_id
    from {{ ref('int_zendesk__messages') }}
    where author_role in ('agent', 'bot') and is_public
),

joined as (
    select
        tickets.*,
        merged_tickets.target_ticket_id,
        merged_tickets.ticket_id is not null and merged_tickets.target_ticket_id is null
            as is_merged_elsewhere,
        coalesce(channels.channel, 'other') as channel,
        compared.missing_reply_count,
        compared.excess_reply_count,
        coalesce(chats.is_elsewhere, false) as is_elsewhere,
        coalesce(chats.has_unknown_author, false) as has_unknown_author,
        metrics.reply_count,
        metrics.first_reply_seconds,
        metrics.first_resolution_seconds,
        metrics.full_resolution_seconds,
        requesters.email as requester_email,
        requesters.phone as requester_phone,
        -- Nobody answers spam: who was suspended later was a customer before.
        requesters.is_suspended and answered.conversation_id is null as is_suspected,
        openings.author_role as opened_by,
        -- A ticket is made by its first comment: one that came later is not it. Of a call or a chat
        -- the comment is written when it is over.
        coalesce(
            {{ elapsed_seconds('tickets.created_at', 'openings.sent_at') }} >= 60
            and tickets.via_channel not in ('voice', 'phone', 'chat', 'native_messaging'),
            false
        ) as has_late_start,
        metrics.reopen_count,
        metrics.solved_at,
        closings.closed_at
    from tickets
    left join metrics
        on
            tickets.source_instance = metrics.source_instance
            and tickets.ticket_id = metrics.ticket_id
    left join requesters
        on
            tickets.source_instance = requesters.source_instance
            and tickets.requester_id = requesters.user_id
    left join merged_tickets
        on
            tickets.source_instance = merged_tickets.source_instance
            and tickets.ticket_id = merged_tickets.ticket_id
    left join channels
        on tickets.via_channel = channels.word
    left join compared
        on
            tickets.source_instance = compared.source_instance
            and tickets.ticket_id = compared.ticket_id
    left join chats
        on
            tickets.source_instance = chats.source_instance
            and tickets.ticket_id = chats.ticket_id
    left join answered
        on
            tickets.source_instance = answered.source_instance
            and tickets.ticket_id = answered.conversation_id
    left join closings
        on
            tickets.source_instance = closings.source_instance
            and tickets.ticket_id = closings.ticket_id
    left join openings
        on
            tickets.source_instance = openings.source_instance
            and tickets.ticket_id = openings.conversation_id
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'ticket_id']) }} as conversation_key,
        {{ customer_record_key('requester_id', 'conversation', 'ticket_id') }}
            as customer_record_key,
        {{ surrogate_key(['source_system', 'source_instance', 'target_ticket_id']) }}
            as merged_into_conversation_key,
        source_system,
        source_instance,
        ticket_id as conversation_id,
        requester_id as customer_id,
        coalesce(
            requester_email,
            -- The address of a ticket that the shop began is the shop's own.
            case when via_source_rel is distinct from 'outbound' then via_from_address end
        ) as customer_email,
        requester_phone as customer_phone,
        channel,
        via_channel as source_channel,
        case
            when opened_by = 'system' then 'automation'
            when opened_by is not null then opened_by
            when submitter_id = requester_id then 'customer'
        end as started_by,
        status,
        subject,
        cast(null as string) as topic,
        tags,
        cast(null as string) as device_type,
        cast(null as string) as resolution_claim,
        case
            when is_merged_elsewhere then 'merged_elsewhere'
            when is_elsewhere then 'messages_elsewhere'
            when missing_reply_count > 0 then 'fewer_messages'
            when has_late_start then 'starts_later'
            when excess_reply_count > 0 then 'more_messages'
            when has_unknown_author then 'unknown_author'
        end as incomplete_reason,
        cast(null as string) as last_answered_by,
        cast(null as integer) as bot_answer_count,
        cast(null as integer) as human_answer_count,
        reopen_count,
        missing_reply_count as missing_message_count,
        reply_count as vendor_human_reply_count,
        first_reply_seconds as vendor_first_human_response_seconds,
        first_resolution_seconds as vendor_first_resolution_seconds,
        full_resolution_seconds as vendor_full_resolution_seconds,
        coalesce(is_suspected, false) or coalesce('|' || tags || '|' like '%|spam|%', false)
            as is_spam,
        false as is_test,
        false as is_deleted,
        false as has_left_queue,
        created_at,
        solved_at,
        closed_at,
        cast(null as timestamp) as first_customer_message_at,
        cast(null as timestamp) as first_answer_at,
        cast(null as timestamp) as last_message_at
    from joined
)

select * from final
