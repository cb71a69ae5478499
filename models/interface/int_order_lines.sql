select * from {{ ref('int_shopify__order_lines') }}

union all

select * from {{ ref('int_generic__order_lines') }}
