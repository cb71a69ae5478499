with

users as (
    select * from {{ ref('stg_zendesk__users') }}
),

known_bots as (
    select * from {{ ref('ref_bots') }}
    where source_system = 'zendesk'
),

-- Only people use the agents' workspace, a phone or an e-mail program: a bot writes through an
-- interface. Bot is a surname, too.
hands as (
    select distinct
        source_instance,
        author_id
    from {{ ref('stg_zendesk__ticket_comments') }}
    where via_channel in ('web', '0', 'email', 'mail', '4', 'mobile', 'mobile_sdk')
),

-- A bot needs a seat to write, so its record says `agent`: only the seed knows better.
matched as (
    select
        users.source_instance,
        users.user_id,
        bool_or(known_bots.match_kind = 'id') as is_listed,
        bool_or(known_bots.match_kind = 'name_pattern') as is_named_like_a_bot,
        bool_or(known_bots.match_kind = 'person_id') as is_listed_as_a_person
    from users
    inner join known_bots
        on
            (
                known_bots.match_kind in ('id', 'person_id')
                and users.user_id = known_bots.value
            )
            or (
                known_bots.match_kind = 'name_pattern'
                and users.role in ('agent', 'admin')
                and lower(users.name) like lower(known_bots.value)
            )
    group by users.source_instance, users.user_id
),

bots as (
    select
        matched.source_instance,
        matched.user_id
    from matched
    left join hands
        on
            matched.source_instance = hands.source_instance
            and matched.user_id = hands.author_id
    where
        not matched.is_listed_as_a_person
        and (matched.is_listed or hands.author_id is null)
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
