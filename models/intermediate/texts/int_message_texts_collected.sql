-- Customers repeat themselves and each other: whatever reads their words reads each text once.
with

keyed as (
    select * from {{ ref('int_customer_messages_keyed') }}
),

messages as (
    select * from {{ ref('int_messages') }}
),

final as (
    select
        keyed.text_key,
        min({{ text_read('messages.body') }}) as text
    from keyed
    inner join messages
        on keyed.message_key = messages.message_key
    group by keyed.text_key
)

select * from final
