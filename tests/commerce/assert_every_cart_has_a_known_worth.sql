{{ config(severity='warn', meta={
    'owner': 'commerce',
    'reason': 'Such a cart is no reference basket of upselling; all else of it counts.',
}) }}
-- A cart whose currency is not exported, or has no rate, is worth nobody knows what: it is NULL
-- rather than an amount in another currency, and should not be so without a word.
with

counted as (
    select
        checkouts.source_system,
        checkouts.source_instance,
        coalesce(checkouts.currency_code, 'no currency') as currency_code,
        count(*) as cart_count
    from {{ ref('int_checkouts') }} as checkouts
    inner join {{ ref('int_checkouts_converted') }} as converted
        on checkouts.checkout_key = converted.checkout_key
    where checkouts.cart_amount is not null and converted.cart_amount is null
    group by
        checkouts.source_system,
        checkouts.source_instance,
        coalesce(checkouts.currency_code, 'no currency')
)

select
    *,
    'Carts of ' || source_system || ' (' || source_instance || ') in ' || currency_code || ', '
    || cast(cart_count as string) || ' in number, cannot be converted: export currency_code, or '
    || 'add its rate to ref_exchange_rates'
        as message
from counted
