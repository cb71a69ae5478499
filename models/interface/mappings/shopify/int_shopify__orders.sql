with

orders as (
    select * from {{ ref('stg_shopify__orders') }}
),

lines as (
    select
        source_instance,
        order_id,
        sum(gross_sales_amount) as gross_sales_amount,
        sum(discount_amount) as discount_amount
    from {{ ref('int_shopify__order_lines_priced') }}
    group by source_instance, order_id
),

joined as (
    select
        orders.*,
        coalesce(lines.gross_sales_amount, 0) as gross_sales_amount,
        coalesce(lines.discount_amount, 0) as discount_amount
    from orders
    left join lines
        on
            orders.source_instance = lines.source_instance
            and orders.order_id = lines.order_id
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'order_id']) }} as order_key,
        {{ customer_record_key('customer_id', 'order', 'order_id') }} as customer_record_key,
        -- Exchanged goods stay in the order they came from; no order is marked as an exchange.
        cast(null as string) as exchange_of_order_key,
        source_system,
        source_instance,
        order_id,
        customer_id,
        email as customer_email,
        phone as customer_phone,
        country_code as customer_country_code,
        currency_code,
        source_name as sales_channel,
        financial_status as status,
        cart_token,
        cast(gross_sales_amount as decimal(18, 4)) as gross_sales_amount,
        cast(discount_amount as decimal(18, 4)) as discount_amount,
        tax_amount,
        shipping_amount,
        cast(null as decimal(18, 4)) as refunded_amount,
        is_test,
        -- A draft becomes an order by being completed; what is exported as an order is one.
        false as is_draft,
        case
            when
                has_payment
                or financial_status in ('paid', 'partially_paid', 'partially_refunded', 'refunded')
                then true
            when financial_status is not null then false
        end as is_paid,
        coalesce(
            source_name in ('subscription_contract', 'subscription_contract_checkout_one'), false
        ) as is_renewal,
        false as is_replacement,
        ordered_at,
        cancelled_at
    from joined
)

select * from final
