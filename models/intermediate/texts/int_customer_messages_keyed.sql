-- What customers asked and how they took their leave, each with the key of its text.
with

sequenced as (
    select * from {{ ref('int_messages_sequenced') }}
    where message_kind in ('request', 'closing') and not is_summary
),

messages as (
    select * from {{ ref('int_messages') }}
    where body is not null
),

final as (
    select
        sequenced.message_key,
        sequenced.conversation_key,
        md5({{ text_read('messages.body') }}) as text_key,
        sequenced.message_kind,
        messages.vendor_sentiment,
        sequenced.message_position,
        sequenced.sent_at
    from sequenced
    inner join messages
        on sequenced.message_key = messages.message_key
)

select * from final
