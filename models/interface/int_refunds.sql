select * from {{ ref('int_shopify__refunds') }}

union all

select * from {{ ref('int_generic__refunds') }}
