-- A vendor's own id of an agent can be an e-mail address: only the surrogate key is published.
with

agents as (
    select * from {{ ref('int_agents') }}
),

final as (
    select
        agent_key,
        source_system,
        source_instance,
        agent_kind,
        team
    from agents
)

select * from final
