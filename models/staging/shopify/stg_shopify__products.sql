with

products as (
    {{ current_records(ref('land_shopify__products')) }}
),

final as (
    select
        source_system,
        source_instance,
        id as product_id,
        title as product_name,
        product_type as category
    from products
)

select * from final
