select * from {{ ref('int_generic__subscription_events') }}
