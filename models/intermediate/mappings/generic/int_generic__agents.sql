with

agents as (
    select * from {{ ref('stg_generic__agents') }}
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', "'agent'", 'agent_id']) }}
            as agent_key,
        source_system,
        source_instance,
        agent_id,
        case when agent_kind = 'bot' then 'bot' else 'human' end as agent_kind,
        team
    from agents
)

select * from final
