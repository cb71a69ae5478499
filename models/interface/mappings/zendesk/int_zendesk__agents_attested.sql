-- Who was an agent, whatever his record says today: Zendesk makes an end user of who leaves the
-- team, and an export may lack his record. What the vendor keeps of tickets may say so, and an
-- older version of his record; and where the vendor counts more replies in a ticket than its known
-- agents wrote, and times the first as theirs, the others who wrote beside the requester were
-- agents, too. Where it counts nothing, so they were in a ticket that was solved without any known
-- agent, if they wrote in the workspace. Who asks elsewhere is a customer in copy.
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
        user_id
    from {{ ref('int_zendesk__ticket_agents_recorded') }}
),

known as (
    select distinct
        source_system,
        source_instance,
        user_id
    from recorded
),

requesters as (
    select distinct
        source_instance,
        requester_id as user_id
    from tickets
),

-- The comment that opens a ticket is no reply.
replies as (
    select *
    from comments
    where
        is_public
        and author_id is not null
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
        replies.via_channel in ('web', '0', 'mobile') as is_in_the_workspace,
        tickets.status in ('solved', 'closed') as is_solved,
        {{ elapsed_seconds('tickets.created_at', 'replies.created_at') }} as seconds_to_reply,
        coalesce(users.author_role, 'customer') = 'customer' and known.user_id is null
            as is_doubtful,
        requesters.user_id is not null as is_asking_elsewhere
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
    left join requesters
        on
            replies.source_instance = requesters.source_instance
            and replies.author_id = requesters.user_id
),

staffed as (
    select distinct
        recorded_agents.source_instance,
        recorded_agents.ticket_id
    from {{ ref('int_zendesk__ticket_agents_recorded') }} as recorded_agents
    inner join comments
        on
            recorded_agents.source_instance = comments.source_instance
            and recorded_agents.ticket_id = comments.ticket_id
            and recorded_agents.user_id = comments.author_id
),

counted as (
    select
        *,
        count(case when is_doubtful then 1 end) over (partition by source_instance, ticket_id)
            as doubtful_count,
        count(*) over (partition by source_instance, ticket_id) as author_count,
        min(seconds_to_reply) over (partition by source_instance, ticket_id)
            as seconds_to_first_reply
    from beside_the_requester
),

-- The vendor's times are whole minutes.
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
    left join staffed
        on
            counted.source_instance = staffed.source_instance
            and counted.ticket_id = staffed.ticket_id
    where
        counted.is_doubtful
        and not counted.is_asking_elsewhere
        and (
            (
                metrics.reply_count >= counted.author_count
                and coalesce(
                    abs(counted.seconds_to_first_reply - metrics.first_reply_seconds) <= 120, true
                )
            )
            or (
                metrics.reply_count is null
                and counted.is_solved
                and counted.is_in_the_workspace
                and counted.doubtful_count = counted.author_count
                and staffed.ticket_id is null
            )
        )
),

final as (
    select * from known
    union
    select * from counted_by_vendor
)

select * from final
