select * from {{ ref('int_zendesk__conversation_events') }}

union all

select * from {{ ref('int_intercom__conversation_events') }}

union all

select * from {{ ref('int_generic__conversation_events') }}
