with

orders as (
    select * from {{ ref('stg_shopify__orders') }}
),

compared as (
    select * from {{ ref('int_shopify__orders_compared') }}
),

lines as (
    select
        source_instance,
        order_id,
        sum(gross_sales_amount) as gross_sales_amount,
        sum(discount_amount) as discount_amount,
        sum(net_sales_amount) as net_sales_amount
    from {{ ref('int_shopify__order_lines_priced') }}
    group by source_instance, order_id
),

renewal_tags as (
    select * from {{ ref('ref_renewal_tags') }}
    where source_system in ('shopify', '*')
),

tags as (
    select
        source_instance,
        order_id,
        {{ exploded(split_items('tags', ','), 'tag') }}
    from orders
    where tags is not null
),

renewals as (
    select distinct
        tags.source_instance,
        tags.order_id
    from tags
    inner join renewal_tags on lower(trim(tags.tag)) = renewal_tags.tag
),

joined as (
    select
        orders.*,
        lines.order_id is null and compared.subtotal_amount > 0 as is_without_lines,
        coalesce(lines.gross_sales_amount, 0) as gross_sales_amount,
        coalesce(lines.discount_amount, 0) as line_discount_amount,
        -- With tax where prices include it, as the lines are: of that, the goods' share.
        coalesce(cast({{ rounded(
            'cast(compared.unallocated_discount_amount as double) * lines.net_sales_amount'
            ~ ' / nullif(compared.lines_amount, 0)', 4
        ) }} as decimal(18, 4)), 0) as unallocated_discount_amount,
        renewals.order_id is not null as is_tagged_renewal
    from orders
    left join lines
        on
            orders.source_instance = lines.source_instance
            and orders.order_id = lines.order_id
    left join compared
        on
            orders.source_instance = compared.source_instance
            and orders.order_id = compared.order_id
    left join renewals
        on
            orders.source_instance = renewals.source_instance
            and orders.order_id = renewals.order_id
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
        -- NULL if none of its lines is exported: it did not cost nothing.
        cast(
            case when not coalesce(is_without_lines, false) then gross_sales_amount end
            as decimal(18, 4)
        ) as gross_sales_amount,
        cast(line_discount_amount + unallocated_discount_amount as decimal(18, 4))
            as discount_amount,
        tax_amount,
        shipping_amount,
        -- The vendor says "refunded" once everything is paid back, "partially_refunded" before.
        {% if var('as_of', none) -%}
        cast(null as decimal(18, 4)) as refunded_amount,
        {%- else -%}
        cast(case when financial_status = 'refunded' then total_amount end as decimal(18, 4))
            as refunded_amount,
        {%- endif %}
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
        -- Apps that make a subscription's orders put their number there, and say so in a tag.
        is_tagged_renewal
        or coalesce(
            source_name in ('subscription_contract', 'subscription_contract_checkout_one'), false
        ) as is_renewal,
        false as is_replacement,
        ordered_at,
        cancelled_at
    from joined
)

select * from final
