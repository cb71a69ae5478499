-- When the person may next have come back in a conversation that was refused. What was refused with
-- its time may have been at once.
with

scoped as (
    select * from {{ ref('int_conversations_scoped') }}
    where is_in_scope
),

lost as (
    select * from {{ ref('int_contacts_lost') }}
    where customer_key is not null
),

asked as (
    select
        scoped.conversation_key,
        lost.started_at,
        coalesce(scoped.first_answer_at, scoped.first_request_at, scoped.started_at) as asked_at
    from scoped
    inner join lost
        on scoped.customer_key = lost.customer_key
),

final as (
    select
        conversation_key,
        min(coalesce(started_at, asked_at)) as next_lost_contact_at
    from asked
    where started_at is null or started_at > asked_at
    group by conversation_key
)

select * from final
