-- The vendor's own counts and times beside ours, with the reason where they differ, so that whoever
-- looks at the vendor's screen can tell why. Less than a minute is no difference: vendors round to
-- minutes.
with

scoped as (
    select * from {{ ref('int_conversations_scoped') }}
    where is_in_scope
),

conversations as (
    select * from {{ ref('int_conversations') }}
),

resolved as (
    select * from {{ ref('int_conversations_resolved') }}
),

measured as (
    select * from {{ ref('int_conversations_measured') }}
),

timed as (
    select * from {{ ref('int_conversations_timed') }}
),

judged as (
    select * from {{ ref('int_conversations_judged') }}
),

merged as (
    select distinct surviving_conversation_key as conversation_key
    from {{ ref('int_conversations_merged') }}
    where is_merged
),

messages as (
    select * from {{ ref('int_messages_classified') }}
    where is_after_request and not is_summary
),

written as (
    select
        conversation_key,
        count(case when is_human_answer then 1 end) as human_answer_count,
        count(case when message_kind = 'answer' and author_role in ('agent', 'bot') then 1 end)
            as answer_count,
        count(case when author_role = 'agent' then 1 end) as human_message_count
    from messages
    group by conversation_key
),

reopened as (
    select
        conversation_key,
        max(event_at) as last_reopened_at
    from {{ ref('int_conversation_events_merged') }}
    where event_type = 'reopened' and not is_idle_reopening
    group by conversation_key
),

-- Ours of the same kind: what opens a conversation is no reply.
joined as (
    select
        scoped.conversation_key,
        conversations.missing_message_count,
        conversations.vendor_human_reply_count,
        conversations.reopen_count as vendor_reopen_count,
        conversations.vendor_first_human_response_seconds,
        conversations.vendor_first_resolution_seconds,
        conversations.vendor_full_resolution_seconds,
        measured.human_answer_count - measured.opening_answer_count as reply_count,
        judged.is_reopened,
        timed.first_human_response_seconds,
        timed.full_resolution_seconds,
        measured.opening_answer_count,
        coalesce(written.human_answer_count, 0) as later_reply_count,
        coalesce(written.answer_count, 0) as later_answer_count,
        coalesce(written.human_message_count, 0) as human_message_count,
        coalesce({{ elapsed_seconds('conversations.created_at', 'scoped.first_request_at') }}, 0)
            as seconds_to_request,
        {{ elapsed_seconds('scoped.first_request_at', 'resolved.cutoff_at') }} as seconds_to_cutoff,
        coalesce(scoped.incomplete_reason not in ('more_messages', 'unknown_author'), false)
            as lacks_messages,
        merged.conversation_key is not null as has_merged,
        resolved.is_matured,
        coalesce(reopened.last_reopened_at > resolved.cutoff_at, false) as is_reopened_later
    from scoped
    inner join conversations
        on scoped.conversation_key = conversations.conversation_key
    inner join resolved
        on scoped.conversation_key = resolved.conversation_key
    inner join measured
        on scoped.conversation_key = measured.conversation_key
    inner join timed
        on scoped.conversation_key = timed.conversation_key
    inner join judged
        on scoped.conversation_key = judged.conversation_key
    left join merged
        on scoped.conversation_key = merged.conversation_key
    left join written
        on scoped.conversation_key = written.conversation_key
    left join reopened
        on scoped.conversation_key = reopened.conversation_key
),

final as (
    select
        conversation_key,
        case
            when vendor_human_reply_count is null or reply_count = vendor_human_reply_count
                then null
            when lacks_messages then 'messages_missing'
            when has_merged then 'merged'
            when reply_count + opening_answer_count = vendor_human_reply_count
                then 'starts_elsewhere'
            when later_reply_count = vendor_human_reply_count then 'after_window'
            when later_answer_count = vendor_human_reply_count then 'bot_counted'
            when human_message_count >= vendor_human_reply_count then 'not_an_answer'
            else 'other'
        end as reply_difference_reason,
        case
            when is_reopened is null or is_reopened = (vendor_reopen_count > 0) then null
            when vendor_reopen_count is null then null
            when has_merged then 'merged'
            when is_reopened_later then 'after_window'
            when not is_reopened then 'nobody_asked'
            else 'other'
        end as reopen_difference_reason,
        case
            when vendor_first_human_response_seconds is null then null
            when abs(first_human_response_seconds - vendor_first_human_response_seconds) < 60
                then null
            when lacks_messages then 'messages_missing'
            when has_merged then 'merged'
            when
                abs(
                    first_human_response_seconds
                    + seconds_to_request
                    - vendor_first_human_response_seconds
                ) < 60
                then 'starts_elsewhere'
            when first_human_response_seconds is null and later_reply_count > 0 then 'after_window'
            when human_message_count > later_reply_count then 'not_an_answer'
            else 'other'
        end as first_response_difference_reason,
        case
            when vendor_full_resolution_seconds is null then null
            when abs(full_resolution_seconds - vendor_full_resolution_seconds) < 60 then null
            when has_merged then 'merged'
            when not is_matured then 'not_judged'
            when
                abs(full_resolution_seconds + seconds_to_request - vendor_full_resolution_seconds)
                < 60
                then 'starts_elsewhere'
            when vendor_full_resolution_seconds - seconds_to_request > seconds_to_cutoff
                then 'after_window'
            when full_resolution_seconds is null then 'not_judged'
            else 'other'
        end as full_resolution_difference_reason,
        missing_message_count,
        vendor_human_reply_count,
        vendor_reopen_count,
        vendor_first_human_response_seconds,
        vendor_first_resolution_seconds,
        vendor_full_resolution_seconds
    from joined
)

select * from final
