-- Who was an agent, whatever his record says today: Zendesk makes an end user of who leaves the
-- team. Only agents are assigned tickets, take calls and solve what another asked; an older version
-- of his record may still say it; and where the vendor counts more replies in a ticket than its
-- known agents wrote, the others who wrote beside the requester were agents, too. Where it counts
-- nothing, so they were in a ticket that was solved without any known agent.
with

users as (
    select * from {{ ref('int_zendesk__users_classified') }}
),

tickets as (
    select * from {{ ref('stg_zendesk__tickets') }}
),

metrics as (
    select * from {{ ref('stg_zendesk__ticket_metrics') }}
),

comments as (
    select * from {{ ref('stg_zendesk__ticket_comments') }}
),

recorded as (
    select
        source_system,
        source_instance,
        user_id
    from {{ ref('stg_zendesk__user_roles') }}
    where role = 'agent'

    union all

    select
        source_system,
        source_instance,
        assignee_id as user_id
    from tickets

    union all

    select
        source_system,
        source_instance,
        assignee_id as user_id
    from {{ ref('stg_zendesk__ticket_assignments') }}

    union all

    select
        source_system,
        source_instance,
        assignee_id as user_id
    from {{ ref('stg_zendesk__satisfaction_ratings') }}

    union all

    select
        source_system,
        source_instance,
        call_answered_by_id as user_id
    from comments

    union all

    -- A customer in copy can open a ticket again, and do no more to it.
    select
        changes.source_system,
        changes.source_instance,
        changes.author_id as user_id
    from {{ ref('stg_zendesk__ticket_status_changes') }} as changes
    inner join tickets
        on
            changes.source_instance = tickets.source_instance
            and changes.ticket_id = tickets.ticket_id
    where
        changes.status in ('pending', 'hold', 'solved')
        and changes.author_id not in (tickets.requester_id, '-1')
        and coalesce(changes.via_channel, '') not in ('rule', '8', 'system')
),

known as (
    select distinct
        source_system,
        source_instance,
        user_id
    from recorded
    where user_id is not null
),

-- The comment that opens a ticket is no reply.
replies as (
    select *
    from comments
    where
        is_public
        and author_id <> '-1'
        and coalesce(via_channel, '') not in ('rule', '8', 'system', 'merge', '19')
    qualify
        row_number() over (
            partition by source_instance, ticket_id
            order by created_at, length(comment_id), comment_id
        ) > 1
),

beside_the_requester as (
    select
        replies.source_system,
        replies.source_instance,
        replies.ticket_id,
        replies.author_id,
        tickets.status in ('solved', 'closed') as is_solved,
        coalesce(users.author_role, '') = 'customer' and known.user_id is null as is_doubtful
    from replies
    inner join tickets
        on
            replies.source_instance = tickets.source_instance
            and replies.ticket_id = tickets.ticket_id
            and replies.author_id <> tickets.requester_id
    left join users
        on
            replies.source_instance = users.source_instance
            and replies.author_id = users.user_id
    left join known
        on
            replies.source_instance = known.source_instance
            and replies.author_id = known.user_id
),

counted as (
    select
        *,
        count(case when is_doubtful then 1 end) over (partition by source_instance, ticket_id)
            as doubtful_count,
        count(*) over (partition by source_instance, ticket_id) as author_count
    from beside_the_requester
),

counted_by_vendor as (
    select
        counted.source_system,
        counted.source_instance,
        counted.author_id as user_id
    from counted
    left join metrics
        on
            counted.source_instance = metrics.source_instance
            and counted.ticket_id = metrics.ticket_id
    where
        counted.is_doubtful
        and (
            metrics.reply_count >= counted.author_count
            or (
                metrics.reply_count is null
                and counted.is_solved
                and counted.doubtful_count = counted.author_count
            )
        )
),

final as (
    select * from known
    union
    select * from counted_by_vendor
)

select * from final
