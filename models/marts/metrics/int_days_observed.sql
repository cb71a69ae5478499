-- Where a number sets conversations against orders, a day on which only one of the two was exported
-- would make it nothing, or everything. Those days are left out.
with

conversations as (
    select * from {{ ref('fct_conversations') }}
),

orders as (
    select * from {{ ref('fct_orders') }}
),

observed_until as (
    select * from {{ ref('int_observed_until') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

first_conversations as (
    select min(started_date) as first_date
    from conversations
),

first_orders as (
    select min(ordered_date) as first_date
    from orders
),

-- No row where there are no conversations or no orders at all: comparing with NULL is not true.
spans as (
    select
        case
            when first_conversations.first_date > first_orders.first_date
                then first_conversations.first_date
            else first_orders.first_date
        end as first_date,
        {{ local_date('observed_until.conversations_observed_until') }} as last_conversation_date,
        {{ local_date('observed_until.orders_observed_until') }} as last_order_date
    from first_conversations
    cross join first_orders
    cross join observed_until
    where first_conversations.first_date is not null and first_orders.first_date is not null
),

final as (
    select
        dates.date_day as observed_date,
        dates.month_start_date,
        -- The day of the newest event is not over.
        dates.date_day < spans.last_conversation_date
        and dates.date_day < spans.last_order_date as is_complete
    from dates
    inner join spans
        on
            dates.date_day >= spans.first_date
            and dates.date_day <= spans.last_conversation_date
            and dates.date_day <= spans.last_order_date
)

select * from final
