with

conversations as (
    select * from {{ ref('stg_intercom__conversations') }}
),

parts as (
    select * from {{ ref('stg_intercom__conversation_parts') }}
),

admins as (
    select * from {{ ref('stg_intercom__admins') }}
),

known_bots as (
    select * from {{ ref('ref_bots') }}
    where source_system = 'intercom'
),

-- Bots write without being listed among the admins: whoever wrote for the shop is collected.
seen as (
    select
        source_system,
        source_instance,
        admin_id as author_id,
        admin_type as author_type,
        name as author_name,
        false as is_ai_agent
    from admins

    union all

    select
        source_system,
        source_instance,
        author_id,
        author_type,
        author_name,
        is_by_ai_agent as is_ai_agent
    from parts
    where author_type in ('admin', 'bot', 'team')

    union all

    select
        source_system,
        source_instance,
        source_author_id as author_id,
        source_author_type as author_type,
        source_author_name as author_name,
        is_source_by_ai_agent as is_ai_agent
    from conversations
    where source_author_type in ('admin', 'bot', 'team')
),

matched as (
    select
        seen.source_system,
        seen.source_instance,
        seen.author_id,
        bool_or(
            seen.author_type = 'bot'
            or seen.is_ai_agent
            or coalesce(known_bots.match_kind = 'id', false)
        ) as is_bot,
        bool_or(coalesce(known_bots.match_kind = 'name_pattern', false)) as is_named_like_a_bot,
        bool_or(coalesce(known_bots.match_kind = 'person_id', false)) as is_listed_as_a_person,
        bool_or(seen.author_type = 'team') as is_team
    from seen
    left join known_bots
        on
            (
                known_bots.match_kind in ('id', 'person_id')
                and seen.author_id = known_bots.value
            )
            or (
                known_bots.match_kind = 'name_pattern'
                and lower(seen.author_name) like lower(known_bots.value)
            )
    where seen.author_id is not null
    group by seen.source_system, seen.source_instance, seen.author_id
),

written as (
    select
        source_instance,
        conversation_id,
        source_author_id as author_id,
        source_author_type as author_type,
        created_at,
        0 as part_sequence
    from conversations
    where source_author_type is not null

    union all

    select
        source_instance,
        conversation_id,
        author_id,
        author_type,
        created_at,
        part_sequence
    from parts
    where part_type in ('comment', 'quick_reply') or body is not null
),

preceded as (
    select
        *,
        lag(author_type) over (
            partition by source_instance, conversation_id
            order by created_at, part_sequence
        ) as previous_author_type,
        lag(created_at) over (
            partition by source_instance, conversation_id
            order by created_at, part_sequence
        ) as previous_created_at
    from written
),

-- Nobody reads a message, understands it and answers it within seconds, time and again.
machines as (
    select
        source_instance,
        author_id
    from preceded
    where author_type = 'admin'
    group by source_instance, author_id
    having
        bool_and(
            coalesce(previous_author_type in ('user', 'lead', 'contact', 'visitor'), false)
            and coalesce({{ elapsed_seconds('previous_created_at', 'created_at') }} <= 15, false)
        )
),

-- A name alone does not outvote the type that the vendor gives: Fin is a name, too, and where the
-- admins were not exported nobody knows whether he has a seat.
final as (
    select
        matched.source_system,
        matched.source_instance,
        matched.author_id,
        case
            when matched.is_bot then 'bot'
            -- Whoever has a seat is a person.
            when
                not matched.is_listed_as_a_person
                and not coalesce(admins.has_inbox_seat, true)
                and (matched.is_named_like_a_bot or machines.author_id is not null)
                then 'bot'
            when matched.is_team then 'system'
            else 'agent'
        end as author_role,
        admins.team_ids
    from matched
    left join admins
        on
            matched.source_instance = admins.source_instance
            and matched.author_id = admins.admin_id
    left join machines
        on
            matched.source_instance = machines.source_instance
            and matched.author_id = machines.author_id
)

select * from final
