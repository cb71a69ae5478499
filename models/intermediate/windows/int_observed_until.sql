with

systems as (
    select * from {{ ref('int_systems_observed') }}
),

final as (
    select
        min(case when has_conversations and not is_retired then observed_until end)
            as conversations_observed_until,
        min(case when has_orders and not is_retired then observed_until end)
            as orders_observed_until,
        max(plausible_until) as plausible_until,
        cast(count(case when has_conversations then 1 end) as integer) as conversation_system_count
    from systems
)

select * from final
