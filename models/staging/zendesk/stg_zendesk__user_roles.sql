-- What a user was, as far as the exports tell: every version of him that was exported is read, not
-- only the current one. A vendor overwrites the role of who leaves the team.
with

users as (
    select * from {{ ref('land_zendesk__users') }}
    where record_reject_reasons is null and role is not null
),

dated as (
    select
        *,
        coalesce(updated_at, created_at) as seen_at
    from users
),

final as (
    select
        source_system,
        source_instance,
        id as user_id,
        case when role in ('agent', 'admin') then 'agent' else role end as role,
        min(seen_at) as first_seen_at,
        max(seen_at) as last_seen_at
    from dated
    where {{ is_visible('seen_at') }}
    group by
        source_system,
        source_instance,
        id,
        case when role in ('agent', 'admin') then 'agent' else role end
)

select * from final
