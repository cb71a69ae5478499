-- Every order is in the fact or out of scope with a reason, and its money with it: gross sales in
-- the order's own currency are the same before and after. Lists the currencies that do not add up.
with

exported as (
    select
        currency_code,
        count(*) as order_count,
        sum(gross_sales_amount) as gross_sales_amount
    from {{ ref('int_orders') }}
    group by currency_code
),

kept as (
    select
        currency_code,
        original_gross_sales_amount as gross_sales_amount
    from {{ ref('fct_orders') }}

    union all

    select
        currency_code,
        gross_sales_amount
    from {{ ref('int_orders_scoped') }}
    where out_of_scope_reason is not null
),

accounted as (
    select
        currency_code,
        count(*) as order_count,
        sum(gross_sales_amount) as gross_sales_amount
    from kept
    group by currency_code
)

select
    coalesce(exported.currency_code, accounted.currency_code) as currency_code,
    exported.order_count as exported_order_count,
    accounted.order_count as accounted_order_count,
    exported.gross_sales_amount as exported_gross_sales_amount,
    accounted.gross_sales_amount as accounted_gross_sales_amount,
    'Orders in ' || coalesce(exported.currency_code, accounted.currency_code) || ': '
    || coalesce(cast(exported.order_count as string), 'none') || ' exported, '
    || coalesce(cast(accounted.order_count as string), 'none')
    || ' in the fact or out of scope with a reason: see int_orders_scoped' as message
from exported
full outer join accounted on exported.currency_code = accounted.currency_code
where
    exported.order_count is distinct from accounted.order_count
    or exported.gross_sales_amount is distinct from accounted.gross_sales_amount
