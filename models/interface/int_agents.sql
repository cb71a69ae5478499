select * from {{ ref('int_zendesk__agents') }}

union all

select * from {{ ref('int_intercom__agents') }}

union all

select * from {{ ref('int_generic__agents') }}
