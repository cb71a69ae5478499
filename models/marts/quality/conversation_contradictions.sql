-- What an export says twice, and differently: which side is believed, and where to look it up.
with

conversations as (
    select * from {{ ref('int_conversations') }}
),

scoped as (
    select * from {{ ref('int_conversations_scoped') }}
),

customers as (
    select * from {{ ref('int_customers') }}
),

messages as (
    select * from {{ ref('int_messages') }}
    where is_public and author_id is not null
),

lost_records as (
    select * from {{ ref('int_lost_records') }}
    where record_kind <> 'conversations'
),

reopenings as (
    select * from {{ ref('int_reopenings_compared') }}
    where has_unseen_reopening
),

incomplete as (
    select
        conversation_key,
        incomplete_reason as contradiction,
        coalesce(missing_message_count, 0) as occurrence_count
    from conversations
    where incomplete_reason is not null
),

lost as (
    select
        conversation_key,
        case when is_deleted then 'record_deleted' else 'record_refused' end as contradiction,
        count(*) as occurrence_count
    from lost_records
    group by conversation_key, is_deleted
),

-- Only the mapping knows why an id that is there names nobody.
roles as (
    select
        conversation_key,
        'author_is_a_role' as contradiction,
        count(*) as occurrence_count
    from messages
    where author_role <> 'system' and author_record_key is null
    group by conversation_key
),

-- Who wrote for the shop is a customer by his record of today: he left the team, or buys here
-- himself.
leavers as (
    select
        messages.conversation_key,
        'agent_is_a_customer_today' as contradiction,
        count(*) as occurrence_count
    from messages
    inner join customers
        on
            messages.source_system = customers.source_system
            and messages.source_instance = customers.source_instance
            and messages.author_id = customers.customer_id
    where messages.author_role = 'agent'
    group by messages.conversation_key
),

others as (
    select
        conversation_key,
        'author_is_not_the_customer' as contradiction,
        1 as occurrence_count
    from scoped
    where is_in_scope and customer_key <> named_customer_key
),

reopened as (
    select
        conversation_key,
        'reopened_unseen' as contradiction,
        vendor_reopening_count - exported_reopening_count as occurrence_count
    from reopenings
),

unioned as (
    select * from incomplete
    union all
    select * from lost
    union all
    select * from roles
    union all
    select * from leavers
    union all
    select * from others
    union all
    select * from reopened
),

final as (
    select
        conversations.source_system,
        conversations.source_instance,
        conversations.conversation_id,
        unioned.conversation_key,
        unioned.contradiction,
        cast(unioned.occurrence_count as bigint) as occurrence_count
    from unioned
    inner join conversations
        on unioned.conversation_key = conversations.conversation_key
)

select * from final
