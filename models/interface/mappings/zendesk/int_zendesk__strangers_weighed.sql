-- Who wrote in a ticket and is in no export of users. He may be an agent or a customer whom the
-- export lacks, or the requester under the number of a record that was merged into another. He is
-- an agent where something attests it, a customer where he opens the ticket, where no customer at
-- all was exported, or where the vendor counts no reply that a known agent did not write.
with

comments as (
    select
        *,
        row_number() over (
            partition by source_instance, ticket_id
            order by created_at, length(comment_id), comment_id
        ) as comment_number
    from {{ ref('stg_zendesk__ticket_comments') }}
),

tickets as (
    select * from {{ ref('stg_zendesk__tickets') }}
),

metrics as (
    select * from {{ ref('stg_zendesk__ticket_metrics') }}
),

users as (
    select * from {{ ref('int_zendesk__users_classified') }}
),

attested as (
    select * from {{ ref('int_zendesk__agents_attested') }}
),

accounts as (
    select
        source_instance,
        bool_or(author_role = 'customer') as has_customers
    from users
    group by source_instance
),

-- What a later export of comments holds, an earlier one of metrics cannot count.
counted_until as (
    select
        source_instance,
        max(counted_at) as last_counted_at
    from metrics
    group by source_instance
),

joined as (
    select
        comments.*,
        tickets.requester_id,
        tickets.submitter_id,
        users.user_id is not null as is_exported,
        users.author_role in ('agent', 'bot') or attested.user_id is not null as is_agent
    from comments
    inner join tickets
        on
            comments.source_instance = tickets.source_instance
            and comments.ticket_id = tickets.ticket_id
    left join users
        on
            comments.source_instance = users.source_instance
            and comments.author_id = users.user_id
            and users.author_role is not null
    left join attested
        on
            comments.source_instance = attested.source_instance
            and comments.author_id = attested.user_id
    where comments.author_id is not null
),

rolled_up as (
    select
        source_instance,
        ticket_id,
        count(
            case
                when
                    comment_number > 1
                    and is_public
                    and coalesce(is_agent, false)
                    and author_id <> requester_id
                    then 1
            end
        ) as agent_reply_count
    from joined
    group by source_instance, ticket_id
),

strangers as (
    select
        source_system,
        source_instance,
        ticket_id,
        author_id,
        bool_or(coalesce(is_agent, false)) as is_agent,
        min(comment_number) = 1 as has_opened,
        bool_or(
            comment_number = 1
            and submitter_id = author_id
            and via_channel in ('web', '0', 'mobile')
        ) as has_opened_for_another,
        max(created_at) as last_written_at
    from joined
    where not is_exported and author_id is distinct from requester_id
    group by source_system, source_instance, ticket_id, author_id
),

final as (
    select
        strangers.source_system,
        strangers.source_instance,
        strangers.ticket_id,
        strangers.author_id,
        case
            when strangers.is_agent or coalesce(strangers.has_opened_for_another, false)
                then 'agent'
            when strangers.has_opened then 'customer'
            when not coalesce(accounts.has_customers, true) then 'customer'
            when
                metrics.reply_count <= rolled_up.agent_reply_count
                and strangers.last_written_at <= counted_until.last_counted_at
                then 'customer'
        end as author_role,
        strangers.has_opened
    from strangers
    inner join rolled_up
        on
            strangers.source_instance = rolled_up.source_instance
            and strangers.ticket_id = rolled_up.ticket_id
    left join metrics
        on
            strangers.source_instance = metrics.source_instance
            and strangers.ticket_id = metrics.ticket_id
    left join accounts
        on strangers.source_instance = accounts.source_instance
    left join counted_until
        on strangers.source_instance = counted_until.source_instance
)

select * from final
