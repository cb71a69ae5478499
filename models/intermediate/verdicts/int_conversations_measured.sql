-- What was said up to the end of the window, and in which order.
with

messages as (
    select * from {{ ref('int_messages_classified') }}
),

all_messages as (
    select * from {{ ref('int_messages_sequenced') }}
),

conversations as (
    select * from {{ ref('int_conversations') }}
),

summaries as (
    select * from {{ ref('int_conversation_summaries_read') }}
),

resolved as (
    select * from {{ ref('int_conversations_resolved') }}
),

seen as (
    select
        messages.*,
        row_number() over (
            partition by messages.conversation_key
            order by
                case when messages.message_kind in ('closing', 'automatic') then 1 else 0 end,
                messages.message_position desc
        ) = 1 as is_last_spoken
    from messages
    inner join resolved
        on messages.conversation_key = resolved.conversation_key
    where messages.sent_at <= resolved.cutoff_at
),

kinds as (
    select
        *,
        message_kind = 'answer' and author_role = 'bot' as is_bot_answer,
        author_role = 'bot' and message_kind <> 'automatic' as is_bot_message
    from seen
),

rolled_up as (
    select
        conversation_key,
        max(case when is_last_spoken then message_kind end) as last_spoken_kind,
        count(*) as public_message_count,
        count(case when message_kind = 'request' then 1 end) as request_count,
        count(case when is_bot_answer then 1 end) as exported_bot_answer_count,
        count(case when is_human_answer then 1 end) as exported_human_answer_count,
        count(case when is_human_answer and not is_after_request then 1 end)
            as opening_answer_count,
        bool_and(is_summary) as is_summary,
        bool_or(is_bot_message) as has_bot_message,
        bool_or(is_bot_answer and is_after_request) as has_bot_answered_request,
        bool_or(message_kind = 'answer' and is_after_request) as has_answered_request,
        min(case when is_bot_message then message_position end) as first_bot_message_position,
        min(case when is_bot_answer then message_position end) as first_bot_answer_position,
        min(case when is_human_answer then message_position end) as first_human_answer_position,
        max(case when is_human_answer then message_position end) as last_human_answer_position,
        max(case when message_kind in ('request', 'acceptance') then message_position end)
            as last_request_position,
        max(case when message_kind = 'answer' then message_position end) as last_answer_position,
        max(case when message_kind = 'unclassified' then message_position end)
            as last_unclassified_position,
        max(
            case
                when message_kind = 'unclassified' and author_role = 'customer'
                    then message_position
            end
        ) as last_unclear_reply_position,
        max(case when is_confirmation then message_position end) as last_confirmation_position,
        min(sent_at) as first_public_message_at,
        max(sent_at) as last_seen_message_at,
        min(case when message_kind = 'request' then sent_at end) as first_request_at,
        min(case when is_human_answer and is_after_request then sent_at end)
            as exported_human_response_at,
        min(case when is_bot_message then sent_at end) as first_bot_message_at,
        max(case when is_bot_message then sent_at end) as last_bot_message_at,
        max(case when is_bot_answer then sent_at end) as last_bot_answer_at,
        max(case when is_human_answer then sent_at end) as last_human_answer_at,
        max(case when message_kind in ('handoff_notice', 'acceptance') then sent_at end)
            as last_handoff_notice_at
    from kinds
    group by conversation_key
),

-- What a person writes after the window is a new contact, one a burst.
later_contacts as (
    select
        all_messages.conversation_key,
        count(distinct all_messages.burst_number) as later_contact_count
    from all_messages
    inner join resolved
        on all_messages.conversation_key = resolved.conversation_key
    where
        all_messages.message_kind in ('request', 'acceptance')
        and all_messages.sent_at > resolved.cutoff_at
    group by all_messages.conversation_key
),

-- An export without messages counts its answers itself. It dates the first one: that was a person's
-- if no bot answered.
final as (
    select
        rolled_up.*,
        case
            when
                not rolled_up.is_summary
                or (summaries.has_response_time and not summaries.has_bot_answer)
                then rolled_up.exported_human_response_at
        end as first_human_response_at,
        coalesce(
            case when rolled_up.is_summary then conversations.bot_answer_count end,
            rolled_up.exported_bot_answer_count
        ) as bot_answer_count,
        coalesce(
            case when rolled_up.is_summary then conversations.human_answer_count end,
            rolled_up.exported_human_answer_count
        ) as human_answer_count,
        coalesce(later_contacts.later_contact_count, 0) as later_contact_count
    from rolled_up
    inner join conversations
        on rolled_up.conversation_key = conversations.conversation_key
    left join summaries
        on rolled_up.conversation_key = summaries.conversation_key
    left join later_contacts
        on rolled_up.conversation_key = later_contacts.conversation_key
)

select * from final
