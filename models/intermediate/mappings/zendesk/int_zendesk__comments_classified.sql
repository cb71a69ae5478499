with

comments as (
    select * from {{ ref('stg_zendesk__ticket_comments') }}
),

tickets as (
    select * from {{ ref('stg_zendesk__tickets') }}
),

users as (
    select * from {{ ref('int_zendesk__users_classified') }}
),

-- Merging writes a comment in both tickets, in fixed words unless the agent changed them.
marked as (
    select
        *,
        coalesce(via_source_rel = 'merge', false)
        or coalesce(body like 'This request was closed and merged into request #%', false)
        or coalesce(body like 'Request #% was closed and merged into this request%', false)
        or coalesce(body like 'Requests #% were closed and merged into this request%', false)
            as is_merge_notice
    from comments
),

joined as (
    select
        marked.*,
        users.author_role as user_role,
        tickets.requester_id
    from marked
    left join users
        on
            marked.source_instance = users.source_instance
            and marked.author_id = users.user_id
    left join tickets
        on
            marked.source_instance = tickets.source_instance
            and marked.ticket_id = tickets.ticket_id
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
            when via_channel in ('rule', 'system') or is_merge_notice then 'system'
            when user_role is not null then user_role
            -- The author was not exported. Beside the requester only agents write, but for copies.
            when author_id = requester_id then 'customer'
            else 'agent'
        end as author_role,
        case
            when via_channel in ('rule', 'system') or is_merge_notice then 'automatic'
        end as message_kind,
        is_public,
        is_outbound_call,
        is_merge_notice,
        call_started_at,
        created_at
    from joined
)

select * from final
