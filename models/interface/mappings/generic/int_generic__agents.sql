with

listed as (
    select * from {{ ref('stg_generic__agents') }}
),

-- `agent` is nobody's name.
messages as (
    select exported.*
    from {{ ref('stg_generic__messages') }} as exported
    anti join {{ ref('int_generic__authors_shared') }} as shared
        on
            exported.source_instance = shared.source_instance
            and exported.author_id = shared.author_id
    where exported.author_role in ('agent', 'bot') and exported.author_id is not null
),

-- Who answered is an agent too if the export of agents lacks him. Whoever once wrote as a person is
-- one: a bot that takes a person's seat must be listed to be known.
unlisted as (
    select
        messages.source_system,
        messages.source_instance,
        messages.author_id as agent_id,
        max(case messages.author_role when 'agent' then 'human' else 'bot' end) as agent_kind,
        cast(null as string) as team
    from messages
    left join listed
        on
            messages.source_instance = listed.source_instance
            and messages.author_id = listed.agent_id
    where listed.agent_id is null
    group by messages.source_system, messages.source_instance, messages.author_id
),

agents as (
    select
        source_system,
        source_instance,
        agent_id,
        agent_kind,
        team
    from listed

    union all

    select * from unlisted
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
