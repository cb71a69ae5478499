select * from {{ ref('int_shopify__orders') }}

union all

select * from {{ ref('int_generic__orders') }}
