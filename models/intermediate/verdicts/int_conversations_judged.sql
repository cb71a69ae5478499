-- Every verdict on a conversation, each once. `true`, `false`, or NULL for not known yet.
with

conversations as (
    select * from {{ ref('int_conversations_gathered') }}
),

-- A vendor that says its bot escalated, without saying when, means after the bot had its say.
handed_off as (
    select
        *,
        human_answer_count > 0 or coalesce(has_unseen_human_reply, false) as is_human_replied,
        coalesce(lacks_messages, false) as is_incomplete,
        coalesce(has_unclear_reply, false) as is_reply_unclear,
        coalesce(not_judgeable_reason = 'unclassified', false) as is_unclassified,
        is_matured and not coalesce(lacks_messages, false) as is_judgeable,
        coalesce(
            greatest(last_handoff_notice_at, last_handoff_event_at),
            case
                when resolution_claim <> 'escalated' then null
                when human_answer_count > 0 then first_bot_message_at
                else last_bot_message_at
            end
        ) as last_handoff_at
    from conversations
),

-- A handoff and a person's answer may share their second; a bot's is then what announced it.
asked as (
    select
        *,
        last_handoff_at is not null
        or resolution_claim = 'escalated' as is_handoff_requested,
        last_handoff_at is not null
        and not coalesce(last_human_answer_at >= last_handoff_at, false)
        and not coalesce(last_bot_answer_at > last_handoff_at, false) as is_handoff_unanswered
    from handed_off
),

waited as (
    select
        *,
        last_spoken_kind in ('request', 'acceptance', 'handoff_notice') or is_handoff_unanswered
            as has_waited,
        has_bot_message and not is_human_replied as has_no_human,
        has_bot_answered_request and not is_human_replied and not is_handoff_requested
            as has_only_bot
    from asked
),

-- Where a person replied and the system keeps status, help is what was solved there.
helped as (
    select
        *,
        has_answered_request
        and has_standing_attempt
        and not has_waited
        -- What the vendor says its own bot failed at, silence does not mend.
        and (is_human_replied or resolution_claim not in ('abandoned', 'no_answer'))
        and (not is_human_replied or not is_status_kept or is_solved) as has_helped
    from waited
),

final as (
    select
        conversation_key,
        not_judgeable_reason,
        case
            when not is_evaluable or not (has_only_bot and has_helped) then null
            when
                coalesce(last_confirmation_position > last_request_position, false)
                or has_positive_rating
                or resolution_claim = 'confirmed'
                then 'confirmed'
            else 'assumed'
        end as automated_resolution_kind,
        case
            when not is_evaluable or not has_no_human or has_helped then null
            when is_handoff_unanswered then 'handoff_unanswered'
            when not has_answered_request then 'no_answer'
            when has_waited or is_voided_by_request then 'left_waiting'
            when is_voided_by_feedback then 'negative_feedback'
            when is_voided_by_recontact then 'recontacted'
            when resolution_claim in ('abandoned', 'no_answer') then 'no_answer'
        end as false_deflection_reason,
        case
            when is_incomplete then null
            when bot_answer_count > 0 and human_answer_count > 0
                then case
                        when first_human_answer_position < first_bot_answer_position
                            then 'human_then_bot'
                        else 'bot_then_human'
                    end
            when bot_answer_count > 0 then 'bot'
            when human_answer_count > 0 then 'human'
            else 'nobody'
        end as handled_by,
        is_evaluable,
        is_evaluable_for_recontact,
        -- Where messages are missing, what is there still happened; what is not there may have.
        case when has_bot_message or not is_incomplete then has_bot_message end as is_bot_involved,
        case
            when has_bot_answered_request then true
            when not is_incomplete and not is_unclassified then false
        end as is_bot_answered,
        case when is_human_replied or not is_incomplete then is_human_replied end
            as is_human_replied,
        -- Whose thanks may have taken the person who was offered, may have asked for him.
        case
            when is_handoff_requested or not (is_incomplete or is_reply_unclear)
                then is_handoff_requested
        end as is_handoff_requested,
        case when is_judgeable or (is_matured and is_human_replied) then has_no_human end
            as is_deflected,
        case
            when not is_matured then null
            when is_human_replied or is_handoff_requested then false
            when is_incomplete or is_reply_unclear then null
            when has_only_bot then true
            when not is_unclassified then false
        end as is_contained,
        case when is_evaluable then has_helped end as is_resolved,
        case when is_evaluable then has_only_bot and has_helped end as is_automated_resolution,
        case when is_evaluable then has_no_human and not has_helped end as is_false_deflection,
        case
            when is_evaluable_for_recontact
                then
                    has_helped
                    and is_first_attempt
                    and not is_recontacted
                    and not coalesce(has_unseen_reopening, false)
        end as is_first_contact_resolution,
        case when is_judgeable and (has_waited or not is_reply_unclear) then has_waited end
            as is_left_waiting,
        case
            when is_judgeable
                then
                    not has_answered_request
                    and (last_spoken_kind in ('greeting', 'form') or has_left_queue)
        end as is_abandoned,
        case
            when is_judgeable and (is_handoff_requested or not is_reply_unclear)
                then has_bot_message and (
                        is_handoff_requested
                        or coalesce(last_human_answer_position > first_bot_message_position, false)
                    )
        end as is_escalated,
        case when is_matured then is_solved end as is_solved,
        case when is_matured then has_been_solved end as has_been_solved,
        case
            when is_judgeable and is_status_kept
                then
                    is_solved
                    and not has_waited
                    and human_answer_count - coalesce(opening_answer_count, 0) = 1
        end as is_one_touch,
        case
            when is_judgeable and is_status_kept
                then
                    is_solved
                    and not has_waited
                    and has_bot_answered_request
                    and not is_human_replied
        end as is_zero_touch,
        case when is_matured then is_reopened or coalesce(has_unseen_reopening, false) end
            as is_reopened,
        case when is_matured then has_late_negative_rating end as is_late_negative,
        has_helped
    from helped
)

select * from final
