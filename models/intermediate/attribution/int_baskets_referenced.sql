with

conversations as (
    select * from {{ ref('int_conversations_scoped') }}
    where is_in_scope
),

orders as (
    select * from {{ ref('int_orders_refunded') }}
    where is_sale
),

carts as (
    select * from {{ ref('int_checkouts_converted') }}
),

order_categories as (
    select * from {{ ref('int_order_categories') }}
),

known_categories as (
    select
        order_key,
        bool_and(category is not null) as has_known_categories
    from order_categories
    group by order_key
),

-- What a person did, in order. At the same instant the conversation comes first, so that
-- only what came before it is before it.
happened as (
    select
        customer_key,
        conversation_key as event_key,
        'conversation' as event_kind,
        started_at as happened_at
    from conversations

    union all

    select
        customer_key,
        checkout_key as event_key,
        'cart' as event_kind,
        created_at as happened_at
    from carts

    union all

    select
        customer_key,
        order_key as event_key,
        'sale' as event_kind,
        ordered_at as happened_at
    from orders
),

numbered as (
    select
        *,
        row_number() over (
            partition by customer_key
            order by
                happened_at,
                case event_kind when 'conversation' then 0 when 'cart' then 1 else 2 end,
                event_key
        ) as event_number
    from happened
),

looked_back as (
    select
        *,
        max(case when event_kind = 'cart' then event_number end) over (
            partition by customer_key order by event_number
            rows between unbounded preceding and current row
        ) as cart_number,
        max(case when event_kind = 'sale' then event_number end) over (
            partition by customer_key order by event_number
            rows between unbounded preceding and current row
        ) as sale_number
    from numbered
),

-- The newest cart counts if it was still open, and nothing was bought since it was filled.
weighed as (
    select
        looked_back.event_key as conversation_key,
        last_sales.event_key as last_order_key,
        carts.checkout_key,
        carts.cart_amount,
        carts.checkout_key is not null
        and (carts.completed_at is null or carts.completed_at > looked_back.happened_at)
        and looked_back.cart_number > coalesce(looked_back.sale_number, 0) as is_cart_open
    from looked_back
    left join numbered as last_sales
        on looked_back.customer_key = last_sales.customer_key
            and looked_back.sale_number = last_sales.event_number
    left join numbered as last_carts
        on looked_back.customer_key = last_carts.customer_key
            and looked_back.cart_number = last_carts.event_number
    left join carts on last_carts.event_key = carts.checkout_key
    where looked_back.event_kind = 'conversation'
),

final as (
    select
        weighed.conversation_key,
        case when weighed.is_cart_open then weighed.checkout_key end as checkout_key,
        case when not weighed.is_cart_open then weighed.last_order_key end as order_key,
        case
            when weighed.is_cart_open then weighed.cart_amount
            else orders.net_sales_amount
        end as basket_amount,
        -- A checkout says what it costs, not what is in it.
        not weighed.is_cart_open and coalesce(known_categories.has_known_categories, false)
            as has_known_categories
    from weighed
    left join orders on weighed.last_order_key = orders.order_key
    left join known_categories on weighed.last_order_key = known_categories.order_key
    where weighed.is_cart_open or weighed.last_order_key is not null
)

select * from final
