with

attributed as (
    select * from {{ ref('int_conversation_orders_attributed') }}
    where is_{{ var('attribution_model') }}{{ '_touch' if var('attribution_model') == 'linear' }}
),

baskets as (
    select * from {{ ref('int_baskets_referenced') }}
),

orders as (
    select * from {{ ref('int_orders_refunded') }}
),

order_categories as (
    select * from {{ ref('int_order_categories') }}
),

credited as (
    select
        attributed.conversation_key,
        attributed.order_key,
        baskets.order_key as basket_order_key,
        baskets.basket_amount,
        baskets.has_known_categories,
        orders.net_sales_amount
    from attributed
    inner join baskets on attributed.conversation_key = baskets.conversation_key
    inner join orders on attributed.order_key = orders.order_key
),

-- The categories of the credited order that the reference basket did not have.
categorised as (
    select
        credited.conversation_key,
        credited.order_key,
        count(*) as category_count,
        bool_or(bought.category is null) as has_unknown_category,
        bool_or(bought.category is not null and known.category is null) as has_new_category
    from credited
    inner join order_categories as bought on credited.order_key = bought.order_key
    left join order_categories as known
        on credited.basket_order_key = known.order_key and bought.category = known.category
    where credited.has_known_categories
    group by credited.conversation_key, credited.order_key
),

final as (
    select
        credited.conversation_key,
        credited.order_key,
        case
            when categorised.has_new_category then true
            when categorised.has_unknown_category then cast(null as boolean)
            when categorised.category_count > 0 then false
        end as has_new_category,
        credited.net_sales_amount > credited.basket_amount
        and credited.net_sales_amount
        >= cast(credited.basket_amount as decimal(28, 4))
        * cast(1 + {{ var('upsell_min_uplift') }} as decimal(9, 4))
            as is_larger
    from credited
    left join categorised
        on credited.conversation_key = categorised.conversation_key
            and credited.order_key = categorised.order_key
)

select * from final
