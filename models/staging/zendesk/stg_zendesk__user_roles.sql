-- What a user was, as far as the exports tell: every version of him that was exported is read, not
-- only the current one. A vendor overwrites the role of who leaves the team, and of who comes back.
with

users as (
    select * from {{ ref('land_zendesk__users') }}
    where record_reject_reasons is null and role is not null
),

versions as (
    select
        source_system,
        source_instance,
        id as user_id,
        case when role in ('agent', 'admin') then 'agent' else role end as role,
        coalesce(updated_at, created_at) as seen_at
    from users
),

visible as (
    select * from versions
    where {{ is_visible('seen_at') }}
),

compared as (
    select
        *,
        lag(role) over (
            partition by source_instance, user_id
            order by seen_at, role
        ) as previous_role
    from visible
),

-- Versions in a row with one role are one spell of it.
numbered as (
    select
        *,
        sum(case when role is distinct from previous_role then 1 else 0 end) over (
            partition by source_instance, user_id
            order by seen_at, role
            rows between unbounded preceding and current row
        ) as spell_number
    from compared
),

final as (
    select
        source_system,
        source_instance,
        user_id,
        role,
        cast(spell_number as integer) as spell_number,
        min(seen_at) as first_seen_at,
        max(seen_at) as last_seen_at
    from numbered
    group by source_system, source_instance, user_id, role, spell_number
)

select * from final
