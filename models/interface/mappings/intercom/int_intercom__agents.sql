with

authors as (
    select * from {{ ref('int_intercom__authors_classified') }}
    -- A team assigns and is assigned, and writes nothing.
    where author_role in ('agent', 'bot')
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', "'agent'", 'author_id']) }}
            as agent_key,
        source_system,
        source_instance,
        author_id as agent_id,
        case author_role when 'bot' then 'bot' else 'human' end as agent_kind,
        team_ids as team
    from authors
)

select * from final
