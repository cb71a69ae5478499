-- The one place that says what each public message is. The vendor's mark, structure and phrases
-- have been read before (int_messages_marked); here the course of the conversation decides what is
-- left: "yes" accepts an offer, confirms help or answers a question; information given before
-- anybody asked greets. That looks circular, and is not: replies can be told from the shop's texts
-- alone, the first request from the replies, and everything else from the first request.
with

marked as (
    select * from {{ ref('int_messages_marked') }}
),

followed as (
    select
        *,
        max(
            case
                when author_role <> 'customer' and marked_kind <> 'automatic' then message_position
            end
        ) over (
            partition by conversation_key
            order by message_position
            rows between unbounded preceding and 1 preceding
        ) as previous_shop_position,
        min(case when marked_kind = 'request' then message_position end) over (
            partition by conversation_key
        ) as plain_request_position,
        max(
            case
                when author_role <> 'customer' and (has_scale or has_automatic)
                    then message_position
            end
        ) over (
            partition by conversation_key
            order by message_position
            rows between unbounded preceding and 1 preceding
        ) as previous_survey_position,
        max(case when author_role = 'customer' then message_position end) over (
            partition by conversation_key
            order by message_position
            rows between unbounded preceding and 1 preceding
        ) as previous_customer_position
    from marked
),

-- A number is a score where the shop has just asked for one; else it is what it was asked for.
scored as (
    select
        *,
        case
            when marked_kind = 'says_score'
                then case
                        when previous_survey_position > coalesce(previous_customer_position, 0)
                            then 'automatic'
                        else 'request'
                    end
        end as score_kind
    from followed
),

replies as (
    select *
    from scored
    where
        author_role = 'customer'
        and (
            begins_with_yes
            or marked_kind in ('says_closing', 'says_yes', 'says_no', 'says_perhaps')
        )
),

-- To "Did that help, or would you like to speak to somebody?" a mere yes is no thanks. A person
-- offered in the last question is taken with "great, thank you", too; mere thanks may mean either,
-- and so may a no to two questions at once. Who writes first and thanks asks for nothing.
replied as (
    select
        replies.message_key,
        case
            when
                shop.has_offer
                and replies.begins_with_yes
                and not (shop.has_whether_helped and replies.marked_kind = 'says_closing')
                then 'acceptance'
            when replies.marked_kind = 'request' then 'request'
            when shop.message_key is null
                then case
                        when replies.marked_kind = 'says_closing' and replies.has_gratitude
                            then 'says_closing'
                        else 'request'
                    end
            when
                shop.asks_for_person
                and not shop.has_whether_helped
                and not shop.has_anything_else
                and (replies.has_assent or replies.is_mere_thanks)
                and replies.marked_kind <> 'says_no'
                then case when replies.has_assent then 'acceptance' else 'unclassified' end
            when replies.marked_kind = 'says_closing' then 'says_closing'
            when replies.marked_kind = 'says_perhaps'
                then case
                        when
                            shop.ends_with_question
                            or shop.has_offer
                            or (shop.has_anything_else and replies.begins_with_yes)
                            or shop.marked_kind in ('greeting', 'form', 'says_question')
                            or coalesce(shop.message_position < shop.plain_request_position, true)
                            then 'request'
                        else 'unclassified'
                    end
            when replies.marked_kind = 'says_no'
                then case
                        when
                            shop.has_whether_helped and (shop.has_anything_else or shop.has_offer)
                            then 'unclassified'
                        when shop.has_anything_else or shop.has_offer then 'says_closing'
                        else 'request'
                    end
            when shop.ends_with_question or shop.has_anything_else then 'request'
            else 'says_closing'
        end as reply_kind,
        replies.marked_kind = 'says_yes' and coalesce(shop.has_whether_helped, false)
            as confirms_help,
        coalesce(shop.marked_kind in ('greeting', 'form'), false) as follows_greeting,
        shop.message_position as shop_position
    from replies
    left join followed as shop
        on
            replies.conversation_key = shop.conversation_key
            and replies.previous_shop_position = shop.message_position
),

opened as (
    select
        scored.*,
        coalesce(replied.reply_kind, scored.score_kind, scored.marked_kind) as told_kind,
        coalesce(replied.confirms_help, false) as confirms_help,
        coalesce(replied.follows_greeting, false) as follows_greeting,
        replied.shop_position,
        min(
            case
                when
                    coalesce(replied.reply_kind, scored.score_kind, scored.marked_kind)
                    in ('request', 'acceptance')
                    then scored.message_position
            end
        ) over (partition by scored.conversation_key) as first_request_position
    from scored
    left join replied
        on scored.message_key = replied.message_key
),

-- Who accepts a person before having asked for anything asks for that.
decided as (
    select
        *,
        case
            when told_kind = 'acceptance' and message_position = first_request_position
                then 'request'
            when told_kind not in ('says_answer', 'says_question', 'undecided') then told_kind
            when message_position > first_request_position
                then case told_kind
                        when 'says_answer' then 'answer'
                        when 'says_question' then 'clarifying_question'
                        else 'unclassified'
                    end
            when has_automatic then 'automatic'
            else 'greeting'
        end as decided_kind
    from opened
),

answered as (
    select
        *,
        min(
            case
                when author_role <> 'customer' and decided_kind in ('answer', 'unclassified')
                    then message_position
            end
        ) over (partition by conversation_key) as first_answer_position
    from decided
),

-- Who only thanks a greeting still waits for what he asked; who thanks for what the shop wrote by
-- itself has asked for nothing.
classified as (
    select
        *,
        case
            when decided_kind <> 'says_closing' then decided_kind
            when
                (follows_greeting or shop_position < first_request_position)
                and message_position > first_request_position
                and not coalesce(message_position > first_answer_position, false)
                then 'request'
            else 'closing'
        end as spoken_kind
    from answered
),

preceded as (
    select
        *,
        max(case when spoken_kind = 'answer' then message_position end) over (
            partition by conversation_key
            order by message_position
            rows between unbounded preceding and 1 preceding
        ) as previous_answer_position,
        max(
            case when spoken_kind = 'answer' and author_role = 'agent' then message_position end
        ) over (
            partition by conversation_key
            order by message_position
            rows between unbounded preceding and 1 preceding
        ) as previous_human_answer_position,
        max(
            case
                when author_role = 'customer' and spoken_kind not in ('closing', 'automatic')
                    then message_position
            end
        ) over (
            partition by conversation_key
            order by message_position
            rows between unbounded preceding and 1 preceding
        ) as previous_request_position,
        max(case when spoken_kind = 'closing' then message_position end) over (
            partition by conversation_key
            order by message_position
            rows between unbounded preceding and 1 preceding
        ) as previous_closing_position
    from classified
),

-- "Our team will get back to you" after a person's answer, or after thanks for a bot's, hands
-- nobody over: nothing is asked any more. A bot that answers and hands over in one go does.
handed as (
    select
        *,
        case
            when
                spoken_kind = 'handoff_notice'
                and previous_answer_position > previous_request_position
                and (
                    coalesce(previous_human_answer_position > previous_request_position, false)
                    or coalesce(previous_closing_position > previous_answer_position, false)
                )
                then 'automatic'
            else spoken_kind
        end as message_kind
    from preceded
),

final as (
    select
        message_key,
        conversation_key,
        author_record_key,
        source_system,
        source_instance,
        -- What speaks for the shop and is neither a person nor automatic is a bot.
        case
            when author_role = 'system' and message_kind <> 'automatic' then 'bot'
            else author_role
        end as author_role,
        message_kind,
        message_position,
        message_kind = 'closing' and (has_confirmation or confirms_help) as is_confirmation,
        message_kind = 'answer' and author_role = 'agent' as is_human_answer,
        coalesce(message_position > first_request_position, false) as is_after_request,
        is_summary,
        sent_at
    from handed
)

select * from final
