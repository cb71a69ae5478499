with

orders as (
    select * from {{ ref('int_orders') }}
),

customers as (
    select * from {{ ref('int_customers_resolved') }}
),

order_statuses as (
    select * from {{ ref('ref_order_statuses') }}
),

exchange_rates as (
    select * from {{ ref('int_exchange_rates_filled') }}
),

observed_until as (
    select * from {{ ref('int_observed_until') }}
),

discounts as (
    select * from {{ ref('int_order_discounts_read') }}
),

refunds as (
    select * from {{ ref('int_refunds') }}
),

summed_refunds as (
    select
        order_key,
        max(case when refunded_sales_amount = 0 then 0 else 1 end) = 1 as has_money_back,
        max(case when refunded_sales_amount is null then 1 else 0 end) = 1 as has_unknown_refund
    from refunds
    group by order_key
),

dated as (
    select
        *,
        {{ local_date('ordered_at') }} as ordered_date,
        lower(trim(status)) as status_word
    from orders
),

-- A discount above the goods' price (it took off shipping too) takes off the goods' price. What was
-- paid back had been paid. An order that names itself as the one it exchanges is no exchange.
cleaned as (
    select
        dated.*,
        cast(
            least(
                greatest(coalesce(discounts.discount_amount, 0), 0),
                greatest(dated.gross_sales_amount, 0)
            ) as decimal(18, 4)
        ) as goods_discount_amount,
        coalesce(dated.is_paid, false)
        or coalesce(summed_refunds.has_money_back, false) as is_known_paid,
        coalesce(summed_refunds.has_unknown_refund, false) as has_unknown_refund,
        nullif(dated.exchange_of_order_key, dated.order_key) as former_order_key,
        dated.is_replacement
        and coalesce(dated.exchange_of_order_key <> dated.order_key, true) as is_exchange
    from dated
    left join discounts on dated.order_key = discounts.order_key
    left join summed_refunds on dated.order_key = summed_refunds.order_key
),

-- A word's meaning in this system wins over its meaning anywhere.
mapped as (
    select
        cleaned.*,
        coalesce(own_words.order_status, any_words.order_status, 'other') as order_status,
        coalesce(own_words.is_in_scope, any_words.is_in_scope, true) as is_status_in_scope,
        cleaned.status_word is null
        or coalesce(own_words.order_status, any_words.order_status) is not null as is_status_known,
        coalesce(customers.customer_key, cleaned.customer_record_key) as customer_key,
        coalesce(customers.is_identifiable, false) as is_identifiable,
        case
            when cleaned.currency_code = '{{ var("reporting_currency") }}'
                then cast(1 as decimal(18, 8))
            else exchange_rates.exchange_rate
        end as exchange_rate,
        observed_until.plausible_until
    from cleaned
    left join order_statuses as own_words
        on cleaned.source_system = own_words.source_system
            and cleaned.status_word = own_words.source_status
    left join order_statuses as any_words
        on cleaned.status_word = any_words.source_status and any_words.source_system = '*'
    left join customers on cleaned.customer_record_key = customers.customer_record_key
    left join exchange_rates
        on cleaned.currency_code = exchange_rates.currency_code
            and cleaned.ordered_date = exchange_rates.valid_date
    left join observed_until on true
),

cancelled as (
    select
        *,
        cancelled_at is not null or order_status = 'cancelled' as is_cancelled
    from mapped
),

-- The first reason that applies. What cannot be converted comes last: it counts only what would
-- otherwise be in.
judged as (
    select
        *,
        case
            when is_test then 'test'
            when is_draft then 'draft'
            when not is_status_in_scope and order_status <> 'cancelled' then order_status
            when is_cancelled and not is_known_paid then 'cancelled_unpaid'
            when gross_sales_amount is null then 'unknown_amount'
            when gross_sales_amount < 0 then 'negative_amount'
            when ordered_at > plausible_until then 'implausible_time'
            when exchange_rate is null then 'no_exchange_rate'
            when has_unknown_refund then 'unknown_refund'
        end as out_of_scope_reason
    from cancelled
),

final as (
    select
        order_key,
        customer_key,
        customer_record_key,
        former_order_key as exchange_of_order_key,
        source_system,
        source_instance,
        order_id,
        order_status,
        coalesce(nullif(trim(sales_channel), ''), 'unknown') as sales_channel,
        currency_code,
        cart_token,
        out_of_scope_reason,
        exchange_rate,
        gross_sales_amount,
        goods_discount_amount as discount_amount,
        cast(gross_sales_amount - goods_discount_amount as decimal(18, 4)) as net_sales_amount,
        tax_amount,
        shipping_amount,
        refunded_amount,
        is_identifiable,
        is_renewal,
        is_exchange or former_order_key is not null as is_replacement,
        is_cancelled,
        is_status_known,
        out_of_scope_reason is null as is_in_scope,
        ordered_date,
        ordered_at
    from judged
)

select * from final
