with

refunds as (
    select * from {{ ref('stg_shopify__refunds') }}
),

refund_lines as (
    select
        source_instance,
        refund_id,
        -- Where prices include tax, so does the subtotal of a refunded line.
        sum(subtotal_amount - case when is_tax_included then tax_amount else 0 end) as goods_amount
    from {{ ref('stg_shopify__refund_lines') }}
    where not is_gift_card
    group by source_instance, refund_id
),

orders as (
    select * from {{ ref('stg_shopify__orders') }}
),

goods as (
    select
        source_instance,
        order_id,
        sum(net_sales_amount) as net_sales_amount,
        sum(tax_amount) as tax_amount
    from {{ ref('int_shopify__order_lines_priced') }}
    group by source_instance, order_id
),

-- Money beyond the lines, with tax: a goodwill amount, or less than the lines come to. A refund
-- that says neither what goods nor why is all such money.
joined as (
    select
        refunds.*,
        coalesce(refund_lines.goods_amount, 0) as line_goods_amount,
        case
            when refunds.has_lines or refunds.is_explained then refunds.discrepancy_amount
            else refunds.repaid_amount
        end as other_amount,
        -- Beside lines, the money is about their goods and tax; without, about all that was paid.
        coalesce(
            cast(goods.net_sales_amount as double)
            / nullif(
                cast(
                    case
                        when refunds.has_lines then goods.net_sales_amount + goods.tax_amount
                        else orders.total_amount
                    end as double
                ),
                0
            ),
            0
        ) as goods_share
    from refunds
    left join refund_lines
        on
            refunds.source_instance = refund_lines.source_instance
            and refunds.refund_id = refund_lines.refund_id
    left join orders
        on
            refunds.source_instance = orders.source_instance
            and refunds.order_id = orders.order_id
    left join goods
        on
            refunds.source_instance = goods.source_instance
            and refunds.order_id = goods.order_id
),

valued as (
    select
        *,
        greatest(
            line_goods_amount
            + cast(
                {{ rounded('cast(other_amount as double) * goods_share', 4) }} as decimal(18, 4)
            ),
            0
        ) as goods_amount
    from joined
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'refund_id']) }} as refund_key,
        {{ surrogate_key(['source_system', 'source_instance', 'order_id']) }} as order_key,
        source_system,
        source_instance,
        refund_id,
        order_id,
        cast(goods_amount as decimal(18, 4)) as refunded_sales_amount,
        refunded_at
    from valued
    -- Shipping, duties, gift cards: no goods came back.
    where goods_amount > 0
)

select * from final
