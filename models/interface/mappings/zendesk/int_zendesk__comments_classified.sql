-- Who wrote, and what he was when he wrote: the helpdesk keeps only what he is today.
with

comments as (
    select * from {{ ref('stg_zendesk__ticket_comments') }}
),

tickets as (
    select * from {{ ref('stg_zendesk__tickets') }}
),

merged_tickets as (
    select * from {{ ref('int_zendesk__tickets_merged') }}
),

users as (
    select * from {{ ref('int_zendesk__users_classified') }}
),

attested as (
    select * from {{ ref('int_zendesk__agents_attested') }}
),

hired as (
    select
        source_instance,
        user_id,
        last_seen_at as was_customer_until
    from {{ ref('stg_zendesk__user_roles') }}
    where role = 'end-user'
),

joined as (
    select
        comments.*,
        tickets.requester_id,
        users.author_role as user_role,
        attested.user_id is not null as has_been_an_agent,
        coalesce(comments.created_at <= hired.was_customer_until, false) as was_still_a_customer,
        coalesce(
            comments.via_source_rel = 'merge' or comments.via_channel in ('merge', '19'), false
        ) as is_by_merge,
        {{ elapsed_seconds('merged_tickets.merged_at', 'comments.created_at') }}
            as seconds_since_merge
    from comments
    left join tickets
        on
            comments.source_instance = tickets.source_instance
            and comments.ticket_id = tickets.ticket_id
    left join merged_tickets
        on
            comments.source_instance = merged_tickets.source_instance
            and comments.ticket_id = merged_tickets.ticket_id
    left join users
        on
            comments.source_instance = users.source_instance
            and comments.author_id = users.user_id
    left join attested
        on
            comments.source_instance = attested.source_instance
            and comments.author_id = attested.user_id
    left join hired
        on
            comments.source_instance = hired.source_instance
            and comments.author_id = hired.user_id
),

-- Merging writes a comment in both tickets at that moment; the words are for exports that keep
-- neither where it came from nor the tag.
marked as (
    select
        *,
        is_by_merge
        or coalesce(
            seconds_since_merge between -60 and 60 and author_id is distinct from requester_id,
            false
        )
        or coalesce(body like 'This request was closed and merged into request #%', false)
        or coalesce(body like 'Request #% was closed and merged into this request%', false)
        or coalesce(body like 'Requests #% were closed and merged into this request%', false)
            as is_merge_notice
    from joined
),

final as (
    select
        source_system,
        source_instance,
        comment_id,
        ticket_id,
        author_id,
        requester_id,
        call_answered_by_id,
        comment_type,
        body,
        case
            when author_id is null or author_id = '-1' then 'system'
            when via_channel in ('rule', '8', 'system') or is_merge_notice then 'system'
            when user_role = 'agent' and was_still_a_customer then 'customer'
            when user_role = 'bot' or user_role = 'agent' then user_role
            -- A customer where he asks himself; where he wrote beside another, he was on the team.
            when author_id = requester_id then 'customer'
            when has_been_an_agent or user_role is null then 'agent'
            else user_role
        end as author_role,
        case
            when via_channel in ('rule', '8', 'system') or is_merge_notice then 'automatic'
        end as message_kind,
        is_public,
        is_outbound_call,
        is_merge_notice,
        call_started_at,
        created_at
    from marked
)

select * from final
