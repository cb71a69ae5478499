-- All that the verdicts read, side by side; only whether there can be a verdict is decided here.
with

resolved as (
    select * from {{ ref('int_conversations_resolved') }}
),

measured as (
    select * from {{ ref('int_conversations_measured') }}
),

statuses as (
    select * from {{ ref('int_conversation_statuses_measured') }}
),

ratings as (
    select * from {{ ref('int_conversations_rated') }}
),

conversations as (
    select * from {{ ref('int_conversations') }}
),

reopenings as (
    select * from {{ ref('int_reopenings_compared') }}
),

-- Nothing can be said of help where nobody asked for any, where messages are missing, or where it
-- hangs on a message of which it is not known whether it was an answer, or on a status in a word
-- that nobody knows.
judgeable as (
    select
        measured.conversation_key,
        case
            when resolved.lacks_messages then 'messages_missing'
            when measured.first_request_at is null then 'no_request'
            when
                measured.last_unclassified_position > greatest(
                    coalesce(measured.last_answer_position, 0),
                    coalesce(measured.last_request_position, 0)
                )
                then 'unclassified'
            when
                measured.human_answer_count > 0
                and statuses.is_status_kept
                and statuses.is_solved is null
                then 'status_unknown'
        end as not_judgeable_reason
    from measured
    inner join resolved
        on measured.conversation_key = resolved.conversation_key
    inner join statuses
        on measured.conversation_key = statuses.conversation_key
),

final as (
    select
        measured.conversation_key,
        judgeable.not_judgeable_reason,
        measured.last_spoken_kind,
        coalesce(conversations.resolution_claim, '') as resolution_claim,
        measured.bot_answer_count,
        measured.human_answer_count,
        measured.opening_answer_count,
        measured.first_bot_message_position,
        measured.first_bot_answer_position,
        measured.first_human_answer_position,
        measured.last_human_answer_position,
        measured.last_request_position,
        measured.last_confirmation_position,
        coalesce(
            judgeable.not_judgeable_reason = 'unclassified'
            and measured.last_unclear_reply_position = measured.last_unclassified_position,
            false
        ) as has_unclear_reply,
        measured.has_bot_message,
        measured.has_bot_answered_request,
        measured.has_answered_request,
        conversations.has_left_queue,
        coalesce(ratings.has_positive_rating, false) as has_positive_rating,
        coalesce(ratings.has_late_negative_rating, false) as has_late_negative_rating,
        resolved.has_standing_attempt,
        resolved.is_first_attempt,
        resolved.is_voided_by_request,
        resolved.is_voided_by_feedback,
        resolved.is_voided_by_recontact,
        resolved.lacks_messages,
        resolved.lacks_messages and (
            coalesce(conversations.vendor_human_reply_count, 0) > 0
            or conversations.vendor_first_human_response_seconds is not null
        ) as has_unseen_human_reply,
        reopenings.has_unseen_reopening,
        resolved.is_matured,
        resolved.is_evaluable and judgeable.not_judgeable_reason is null as is_evaluable,
        resolved.is_evaluable_for_recontact and judgeable.not_judgeable_reason is null
            as is_evaluable_for_recontact,
        resolved.is_recontacted,
        statuses.is_status_kept,
        statuses.is_solved,
        statuses.has_been_solved,
        statuses.is_reopened,
        measured.first_bot_message_at,
        measured.last_bot_message_at,
        measured.last_bot_answer_at,
        measured.last_human_answer_at,
        measured.last_handoff_notice_at,
        statuses.last_handoff_event_at
    from measured
    inner join judgeable
        on measured.conversation_key = judgeable.conversation_key
    inner join resolved
        on measured.conversation_key = resolved.conversation_key
    inner join statuses
        on measured.conversation_key = statuses.conversation_key
    inner join conversations
        on measured.conversation_key = conversations.conversation_key
    left join reopenings
        on measured.conversation_key = reopenings.conversation_key
    left join ratings
        on measured.conversation_key = ratings.conversation_key
)

select * from final
