select * from {{ ref('int_zendesk__conversations') }}

union all

select * from {{ ref('int_intercom__conversations') }}

union all

select * from {{ ref('int_generic__conversations') }}
