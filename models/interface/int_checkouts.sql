select * from {{ ref('int_shopify__checkouts') }}

union all

select * from {{ ref('int_generic__checkouts') }}
