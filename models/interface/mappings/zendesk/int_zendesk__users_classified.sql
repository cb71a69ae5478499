with

users as (
    select * from {{ ref('stg_zendesk__users') }}
),

known_bots as (
    select * from {{ ref('ref_bots') }}
    where source_system = 'zendesk'
),

seats as (
    select * from {{ ref('int_zendesk__seats_observed') }}
),

-- A bot needs a seat to write, so its record says `agent`.
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

joined as (
    select
        users.*,
        coalesce(matched.is_listed, false) as is_listed,
        coalesce(matched.is_named_like_a_bot, false) as is_named_like_a_bot,
        coalesce(matched.is_listed_as_a_person, false) as is_listed_as_a_person,
        coalesce(seats.is_rarely_used_by_hand, true) as is_rarely_used_by_hand,
        coalesce(
            users.role in ('agent', 'admin')
            and seats.is_only_a_machine
            and not seats.is_acknowledging,
            false
        ) as is_only_a_machine
    from users
    left join matched
        on
            users.source_instance = matched.source_instance
            and users.user_id = matched.user_id
    left join seats
        on
            users.source_instance = seats.source_instance
            and users.user_id = seats.user_id
),

-- Bot is a surname, too: whoever writes mostly by hand is a person. A bot's seat may have been used
-- by hand once.
final as (
    select
        source_system,
        source_instance,
        user_id,
        external_id,
        default_group_id,
        email,
        phone,
        case
            when
                not is_listed_as_a_person
                and (
                    is_listed
                    or is_only_a_machine
                    or (is_named_like_a_bot and is_rarely_used_by_hand)
                )
                then 'bot'
            when role in ('agent', 'admin') then 'agent'
            when role = 'end-user' then 'customer'
        end as author_role,
        is_listed and not is_listed_as_a_person as is_listed_as_a_bot,
        is_listed_as_a_person,
        is_suspended,
        created_at
    from joined
)

select * from final
