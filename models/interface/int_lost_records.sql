select * from {{ ref('int_generic__lost_records') }}
union all
select * from {{ ref('int_intercom__lost_records') }}
union all
select * from {{ ref('int_zendesk__lost_records') }}
