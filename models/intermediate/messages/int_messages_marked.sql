-- Public messages in the order they were written, each with what is known of its kind before the
-- course of the conversation is looked at: the vendor's mark, else its words, else its author.
with

messages as (
    select
        *,
        {{ author_side('author_role') }} as author_side,
        md5(body) as text_key,
        bool_and(author_role = 'customer') over (
            partition by conversation_key
            order by sent_at, coalesce(message_sequence, 0), message_key
            rows between unbounded preceding and 1 preceding
        ) as is_preceded_by_customers,
        lag(sent_at) over (
            partition by conversation_key
            order by sent_at, coalesce(message_sequence, 0), message_key
        ) as previous_sent_at
    from {{ ref('int_messages') }}
    where is_public
),

summarised as (
    select * from {{ ref('int_messages_summarised') }}
),

merged as (
    select * from {{ ref('int_conversations_merged') }}
),

customer_texts as (
    select * from {{ ref('int_customer_texts_read') }}
),

shop_texts as (
    select * from {{ ref('int_shop_texts_read') }}
),

normalised as (
    select * from {{ ref('int_message_texts_normalised') }}
),

-- A vendor's mark counts only on the right side: a customer never answers, a bot never asks for
-- help.
matched as (
    select
        messages.message_key,
        merged.surviving_conversation_key as conversation_key,
        messages.author_record_key,
        messages.source_system,
        messages.source_instance,
        messages.author_role,
        case
            when messages.message_kind = 'automatic' then 'automatic'
            when
                (messages.author_role = 'customer')
                = (messages.message_kind in ('request', 'closing', 'acceptance'))
                then messages.message_kind
        end as vendor_kind,
        customer_texts.text_kind as customer_kind,
        shop_texts.text_kind as shop_kind,
        messages.message_sequence,
        coalesce(
            {{ elapsed_seconds('messages.previous_sent_at', 'messages.sent_at') }} <= 20
            and messages.is_preceded_by_customers,
            false
        ) as is_first_and_at_once,
        coalesce(customer_texts.begins_with_yes, false) as begins_with_yes,
        coalesce(customer_texts.has_confirmation, false) as has_confirmation,
        coalesce(customer_texts.has_assent, false) as has_assent,
        coalesce(customer_texts.has_gratitude, false) as has_gratitude,
        coalesce(customer_texts.is_mere_thanks, false) as is_mere_thanks,
        coalesce(normalised.has_scale, false) as has_scale,
        coalesce(normalised.ends_with_question_mark, false) as ends_with_question_mark,
        coalesce(shop_texts.has_automatic, false) as has_automatic,
        coalesce(shop_texts.has_offer, false) as has_offer,
        coalesce(shop_texts.has_whether_helped, false) as has_whether_helped,
        coalesce(shop_texts.has_anything_else, false) as has_anything_else,
        coalesce(shop_texts.ends_with_question, false) as ends_with_question,
        messages.sent_at
    from messages
    inner join merged
        on messages.conversation_key = merged.conversation_key
    left join customer_texts
        on
            messages.text_key = customer_texts.text_key
            and messages.author_side = 'customer'
    left join shop_texts
        on
            messages.text_key = shop_texts.text_key
            and messages.author_side = shop_texts.author_side
    left join normalised
        on
            messages.text_key = normalised.text_key
            and messages.author_side = normalised.author_side
),

-- `says_*` and `undecided`: the course of the conversation decides, in int_messages_classified.
-- What a helpdesk acknowledges by itself is automatic, in a person's name, too: nobody says within
-- seconds no more than that a message came in. A bot that does leaves it to somebody else.
marked as (
    select
        message_key,
        conversation_key,
        author_record_key,
        source_system,
        source_instance,
        author_role,
        case
            when vendor_kind is not null then vendor_kind
            when author_role = 'agent' and shop_kind = 'acknowledgement' and is_first_and_at_once
                then 'automatic'
            when author_role = 'agent' then 'answer'
            when author_role = 'customer'
                then case
                        when customer_kind in ('closing', 'yes', 'no', 'score', 'perhaps')
                            then concat('says_', customer_kind)
                        else coalesce(customer_kind, 'request')
                    end
            when author_role = 'system'
                then case
                        when shop_kind in ('answer', 'acknowledgement') then 'automatic'
                        else coalesce(shop_kind, 'automatic')
                    end
            when shop_kind = 'answer' then 'says_answer'
            when shop_kind = 'clarifying_question' then 'says_question'
            when shop_kind = 'acknowledgement' then 'handoff_notice'
            else coalesce(shop_kind, 'undecided')
        end as marked_kind,
        message_sequence,
        begins_with_yes and vendor_kind is null as begins_with_yes,
        has_confirmation,
        has_assent,
        has_gratitude,
        is_mere_thanks,
        has_automatic,
        has_scale,
        has_offer or coalesce(vendor_kind = 'offer', false) as has_offer,
        coalesce(vendor_kind = 'offer', false)
        or (has_offer and ends_with_question_mark and not ends_with_question) as asks_for_person,
        has_whether_helped,
        has_anything_else,
        ends_with_question
        or coalesce(vendor_kind in ('clarifying_question', 'form'), false) as ends_with_question,
        false as is_summary,
        sent_at
    from matched
),

combined as (
    select * from marked

    union all

    select
        message_key,
        conversation_key,
        author_record_key,
        source_system,
        source_instance,
        author_role,
        message_kind as marked_kind,
        message_sequence,
        false as begins_with_yes,
        false as has_confirmation,
        false as has_assent,
        false as has_gratitude,
        false as is_mere_thanks,
        false as has_automatic,
        false as has_scale,
        false as has_offer,
        false as asks_for_person,
        false as has_whether_helped,
        false as has_anything_else,
        false as ends_with_question,
        true as is_summary,
        sent_at
    from summarised
),

final as (
    select
        *,
        row_number() over (
            partition by conversation_key
            order by
                sent_at,
                coalesce(message_sequence, 0),
                case when author_role = 'customer' then 0 else 1 end,
                message_key
        ) as message_position
    from combined
)

select * from final
