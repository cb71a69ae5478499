select * from {{ ref('int_generic__subscriptions') }}
