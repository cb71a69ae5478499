with

users as (
    select * from {{ ref('stg_zendesk__users') }}
),

known_bots as (
    select * from {{ ref('ref_bots') }}
    where source_system = 'zendesk'
),

-- A bot needs a seat to write, so its record says `agent`: only the seed knows better.
bots as (
    select distinct
        users.source_instance,
        users.user_id
    from users
    inner join known_bots
        on
            (known_bots.match_kind = 'id' and users.user_id = known_bots.value)
            or (
                known_bots.match_kind = 'name_pattern'
                and users.role in ('agent', 'admin')
                and lower(users.name) like lower(known_bots.value)
            )
),

final as (
    select
        users.source_system,
        users.source_instance,
        users.user_id,
        users.external_id,
        users.default_group_id,
        users.email,
        users.phone,
        case
            when bots.user_id is not null then 'bot'
            when users.role in ('agent', 'admin') then 'agent'
            when users.role = 'end-user' then 'customer'
        end as author_role,
        users.is_suspended,
        users.created_at
    from users
    left join bots
        on
            users.source_instance = bots.source_instance
            and users.user_id = bots.user_id
)

select * from final
