select * from {{ ref('int_zendesk__customers') }}

union all

select * from {{ ref('int_intercom__customers') }}

union all

select * from {{ ref('int_shopify__customers') }}

union all

select * from {{ ref('int_generic__customers') }}
