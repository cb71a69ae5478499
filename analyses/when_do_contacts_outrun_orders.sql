-- When did contacts outrun orders, and about what? Contacts per 100 sales by week and topic: an
-- incident shows as a topic that leaves its level.
with

conversations as (
    select * from {{ ref('fct_conversations') }}
),

orders as (
    select * from {{ ref('fct_orders') }}
),

weekly_sales as (
    select
        date_trunc('week', ordered_date) as week_start,
        count(*) as sale_count
    from orders
    where is_sale
    group by date_trunc('week', ordered_date)
),

weekly_contacts as (
    select
        date_trunc('week', started_date) as week_start,
        coalesce(topic, '(none)') as topic,
        count(*) as conversation_count
    from conversations
    group by date_trunc('week', started_date), coalesce(topic, '(none)')
),

final as (
    select
        weekly_contacts.week_start,
        weekly_contacts.topic,
        weekly_contacts.conversation_count,
        weekly_sales.sale_count,
        {{ ratio('100 * weekly_contacts.conversation_count', 'weekly_sales.sale_count') }}
            as contacts_per_100_sales
    from weekly_contacts
    left join weekly_sales on weekly_contacts.week_start = weekly_sales.week_start
)

select * from final
order by week_start, topic
