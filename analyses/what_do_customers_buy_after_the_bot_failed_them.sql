-- Do people whom the bot sent away buy less afterwards? Net revenue in the 90 days after each
-- person's first judged conversation, only where those 90 days have elapsed. A comparison, not a
-- cause: people with a problem differ from people with a question.
with

conversations as (
    select * from {{ ref('fct_conversations') }}
),

orders as (
    select * from {{ ref('fct_orders') }}
),

observed as (
    select * from {{ ref('int_observed_until') }}
),

first_conversations as (
    select
        conversations.customer_key,
        case
            when conversations.is_automated_resolution then 'resolved by the bot'
            when conversations.is_false_deflection then 'falsely deflected'
            when conversations.is_resolved then 'resolved with a person'
            else 'not resolved'
        end as outcome,
        conversations.cutoff_at
    from conversations
    cross join observed
    where
        conversations.is_evaluable
        and conversations.is_identifiable
        and {{ add_days('conversations.cutoff_at', 90) }} <= observed.orders_observed_until
    qualify
        row_number() over (
            partition by conversations.customer_key
            order by conversations.started_at, conversations.conversation_key
        ) = 1
),

later_revenue as (
    select
        first_conversations.customer_key,
        first_conversations.outcome,
        coalesce(sum(orders.net_revenue_amount), 0) as net_revenue_amount
    from first_conversations
    left join orders
        on first_conversations.customer_key = orders.customer_key
            and first_conversations.cutoff_at < orders.ordered_at
            and {{ add_days('first_conversations.cutoff_at', 90) }} >= orders.ordered_at
    group by first_conversations.customer_key, first_conversations.outcome
),

final as (
    select
        outcome,
        count(*) as customers,
        count(case when net_revenue_amount > 0 then 1 end) as customers_who_bought,
        {{ ratio('count(case when net_revenue_amount > 0 then 1 end)', 'count(*)') }}
            as buying_rate,
        {{ ratio('sum(net_revenue_amount)', 'count(*)') }} as net_revenue_per_customer
    from later_revenue
    group by outcome
)

select * from final
order by net_revenue_per_customer desc, outcome asc
