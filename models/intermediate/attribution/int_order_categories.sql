with

order_lines as (
    select * from {{ ref('int_order_lines') }}
    where not is_gift_card
),

final as (
    select distinct
        order_key,
        nullif(lower(trim(category)), '') as category
    from order_lines
)

select * from final
