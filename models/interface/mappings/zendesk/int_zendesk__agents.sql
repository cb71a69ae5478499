with

users as (
    select * from {{ ref('int_zendesk__users_classified') }}
    where author_role in ('agent', 'bot')
),

-- Who answered is an agent too if the export of users lacks him.
authors as (
    select distinct
        source_system,
        source_instance,
        author_id
    from {{ ref('int_zendesk__messages') }}
    where author_role = 'agent' and author_id is not null
),

unlisted as (
    select
        authors.source_system,
        authors.source_instance,
        authors.author_id
    from authors
    left join users
        on
            authors.source_instance = users.source_instance
            and authors.author_id = users.user_id
    where users.user_id is null
),

unioned as (
    select
        source_system,
        source_instance,
        user_id as agent_id,
        case author_role when 'bot' then 'bot' else 'human' end as agent_kind,
        default_group_id as team
    from users

    union all

    select
        source_system,
        source_instance,
        author_id as agent_id,
        'human' as agent_kind,
        cast(null as string) as team
    from unlisted
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', "'agent'", 'agent_id']) }}
            as agent_key,
        source_system,
        source_instance,
        agent_id,
        agent_kind,
        team
    from unioned
)

select * from final
