select * from {{ ref('int_zendesk__messages') }}

union all

select * from {{ ref('int_intercom__messages') }}

union all

select * from {{ ref('int_generic__messages') }}
