with

orders as (
    select * from {{ ref('stg_generic__orders') }}
),

named as (
    {{ of_named_persons('orders') }}
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'order_id']) }} as order_key,
        {{ customer_record_key('person_id', 'order', 'order_id') }} as customer_record_key,
        {{ surrogate_key(['source_system', 'source_instance', 'exchange_of_order_id']) }}
            as exchange_of_order_key,
        source_system,
        source_instance,
        order_id,
        person_id as customer_id,
        customer_email,
        customer_phone,
        cast(null as string) as customer_country_code,
        upper(currency_code) as currency_code,
        sales_channel,
        lower(status) as status,
        cart_token,
        gross_sales_amount,
        -- Some tools write what is taken off with a minus, others without. NULL: see the lines.
        abs(discount_amount) as discount_amount,
        tax_amount,
        shipping_amount,
        abs(refunded_amount) as refunded_amount,
        is_test,
        false as is_draft,
        case
            when
                refunded_amount <> 0
                or lower(trim(status)) in (
                    'paid', 'partially_paid', 'partially_refunded', 'refunded'
                )
                then true
        end as is_paid,
        is_renewal,
        exchange_of_order_id is not null as is_replacement,
        ordered_at,
        cancelled_at
    from named
)

select * from final
