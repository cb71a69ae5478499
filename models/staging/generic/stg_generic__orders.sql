-- Read below only where an as_of is set: depends_on: {{ ref('land_generic__refunds') }}
with

orders as (
    {{ current_records(ref('land_generic__orders')) }}
),

{% if var('as_of', none) -%}
-- Refunds exported one by one win over the total, those that came after the time asked for too:
-- the total knows of them.
refunded as (
    select distinct
        source_instance as refund_instance,
        order_id as refunded_order_id
    from {{ ref('land_generic__refunds') }}
    where record_reject_reasons is null
),

{% endif -%}
final as (
    select
        source_system,
        source_instance,
        order_id,
        customer_id,
        exchange_of_order_id,
        customer_email,
        customer_phone,
        currency_code,
        sales_channel,
        -- Cancelled later, it was in a state that was not exported.
        case when coalesce({{ is_visible('cancelled_at') }}, true) then status end as status,
        cart_token,
        gross_sales_amount,
        discount_amount,
        tax_amount,
        shipping_amount,
        {% if var('as_of', none) -%}
        case when refunded.refunded_order_id is null then refunded_amount end as refunded_amount,
        {% else -%}
        refunded_amount,
        {% endif -%}
        coalesce(is_test, false) as is_test,
        coalesce(is_renewal, false) as is_renewal,
        ordered_at,
        {{ visible('cancelled_at') }} as cancelled_at
    from orders
    {%- if var('as_of', none) %}
    left join refunded
        on
            orders.source_instance = refunded.refund_instance
            and orders.order_id = refunded.refunded_order_id
    {%- endif %}
)

select * from final
