select * from {{ ref('int_zendesk__survey_responses') }}

union all

select * from {{ ref('int_intercom__survey_responses') }}

union all

select * from {{ ref('int_generic__survey_responses') }}
