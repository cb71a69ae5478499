-- Reopenings that the vendor counts and whose time the export does not know: a status history that
-- was not exported, or not all of it.
with

conversations as (
    select * from {{ ref('int_conversations') }}
),

events as (
    select * from {{ ref('int_conversation_events') }}
    where event_type = 'reopened'
),

exported as (
    select
        conversation_key,
        count(distinct event_at) as exported_reopening_count
    from events
    group by conversation_key
),

final as (
    select
        conversations.conversation_key,
        conversations.reopen_count as vendor_reopening_count,
        coalesce(exported.exported_reopening_count, 0) as exported_reopening_count,
        coalesce(
            conversations.reopen_count > coalesce(exported.exported_reopening_count, 0), false
        ) as has_unseen_reopening
    from conversations
    left join exported
        on conversations.conversation_key = exported.conversation_key
)

select * from final
