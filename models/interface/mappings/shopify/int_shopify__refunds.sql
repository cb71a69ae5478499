with

refunds as (
    select * from {{ ref('stg_shopify__refunds') }}
),

refund_lines as (
    select * from {{ ref('stg_shopify__refund_lines') }}
),

priced_lines as (
    select * from {{ ref('int_shopify__order_lines_priced') }}
),

orders as (
    select * from {{ ref('stg_shopify__orders') }}
),

-- Where tax stands on the order alone, a refunded line does not say its own either.
taxed_lines as (
    select
        refund_lines.source_instance,
        refund_lines.refund_id,
        refund_lines.subtotal_amount,
        case
            when
                not coalesce(priced_lines.is_tax_of_order, false)
                or refund_lines.tax_amount <> 0
                then refund_lines.tax_amount
            else cast({{ rounded(
                'cast(refund_lines.subtotal_amount as double) * priced_lines.tax_amount'
                ~ ' / nullif(priced_lines.net_sales_amount + case when refund_lines.is_tax_included'
                ~ ' then priced_lines.tax_amount else 0 end, 0)', 4
            ) }} as decimal(18, 4))
        end as tax_amount,
        refund_lines.is_tax_included,
        refund_lines.is_gift_card or coalesce(priced_lines.is_gift_card, true) as is_no_goods
    from refund_lines
    left join priced_lines
        on
            refund_lines.source_instance = priced_lines.source_instance
            and refund_lines.order_id = priced_lines.order_id
            and refund_lines.line_id = priced_lines.line_id
),

goods as (
    select
        source_instance,
        order_id,
        sum(net_sales_amount) as net_sales_amount,
        sum(tax_amount) as tax_amount
    from priced_lines
    group by source_instance, order_id
),

-- A refund need not say that it gives back a gift card; the order's line does. A tip is no line of
-- goods. Where prices include tax, so does the subtotal of a refunded line.
summed_lines as (
    select
        source_instance,
        refund_id,
        sum(
            case
                when is_no_goods then 0
                else subtotal_amount
                    - case when is_tax_included then coalesce(tax_amount, 0) else 0 end
            end
        ) as goods_amount,
        sum(
            subtotal_amount
            + case when is_tax_included then 0 else coalesce(tax_amount, 0) end
        ) as charged_amount
    from taxed_lines
    group by source_instance, refund_id
),

joined as (
    select
        refunds.*,
        coalesce(summed_lines.goods_amount, 0) as line_goods_amount,
        coalesce(summed_lines.charged_amount, 0) as line_charged_amount,
        goods.net_sales_amount,
        goods.tax_amount,
        orders.total_amount
    from refunds
    left join summed_lines
        on
            refunds.source_instance = summed_lines.source_instance
            and refunds.refund_id = summed_lines.refund_id
    left join orders
        on
            refunds.source_instance = orders.source_instance
            and refunds.order_id = orders.order_id
    left join goods
        on
            refunds.source_instance = goods.source_instance
            and refunds.order_id = goods.order_id
),

-- Money beyond the lines, with tax: a goodwill amount, or less than the lines come to. A refund
-- that says neither what goods nor why is all such money. What is not paid yet is no difference:
-- while a payment is under way, as much comes back as is being paid, or all that the lines come to
-- if that cannot be told.
compared as (
    select
        *,
        case
            when has_lines and is_pending and discrepancy_amount < 0
                then greatest(
                        discrepancy_amount,
                        least(coalesce(repaid_amount, line_charged_amount), line_charged_amount)
                        - line_charged_amount
                    )
            when has_lines or is_explained then discrepancy_amount
            else repaid_amount
        end as other_amount,
        -- Beside lines, the money is about them and their tax; without, about all that was paid.
        case
            when has_lines and line_charged_amount > 0
                then cast(line_goods_amount as double) / cast(line_charged_amount as double)
            else cast(coalesce(net_sales_amount, 0) as double)
                / nullif(
                    cast(
                        case when has_lines then net_sales_amount + tax_amount else total_amount end
                        as double
                    ),
                    0
                )
        end as goods_share
    from joined
),

-- NULL where nobody knows what was paid back: that is not nothing.
valued as (
    select
        *,
        case
            when other_amount is not null
                then greatest(
                        line_goods_amount
                        + cast({{ rounded(
                            'cast(other_amount as double) * coalesce(goods_share, 0)', 4
                        ) }} as decimal(18, 4)),
                        0
                    )
        end as goods_amount
    from compared
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
    where goods_amount > 0 or goods_amount is null
)

select * from final
