-- Public messages in the order they were written, each with what is known of its kind before the
-- course of the conversation is looked at: the vendor's mark, else its words, else its author.
with

messages as (
    select
        *,
        case when author_role = 'customer' then 'customer' else 'shop' end as author_side,
        case
            when message_kind is null and author_role <> 'agent' then md5(left(body, 200))
        end as text_key
    from {{ ref('int_messages') }}
    where is_public
),

summarised as (
    select * from {{ ref('int_messages_summarised') }}
),

merged as (
    select * from {{ ref('int_conversations_merged') }}
),

texts as (
    select * from {{ ref('int_message_texts_matched') }}
),

matched as (
    select
        messages.message_key,
        merged.surviving_conversation_key as conversation_key,
        messages.author_record_key,
        messages.source_system,
        messages.source_instance,
        messages.author_role,
        case
            when
                messages.author_role = 'customer'
                and messages.message_kind in ('request', 'closing', 'automatic')
                then messages.message_kind
            when
                messages.author_role <> 'customer'
                and messages.message_kind not in ('request', 'closing')
                then messages.message_kind
        end as vendor_kind,
        texts.message_kind as text_kind,
        messages.message_sequence,
        coalesce(texts.is_confirmation, false) as is_confirmation,
        messages.sent_at
    from messages
    inner join merged
        on messages.conversation_key = merged.conversation_key
    left join texts
        on
            messages.text_key = texts.text_key
            and messages.author_side = texts.author_side
),

-- `undecided_*`: the course of the conversation decides, in int_messages_classified.
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
            when author_role = 'agent' then 'answer'
            when author_role = 'customer' and text_kind = 'closing' then 'undecided_closing'
            when text_kind is not null then text_kind
            when author_role = 'customer' then 'request'
            when author_role = 'bot' then 'undecided_bot'
            else 'automatic'
        end as marked_kind,
        message_sequence,
        is_confirmation,
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
        false as is_confirmation,
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
