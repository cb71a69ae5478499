-- What the vendor counts against what was exported, in both directions. Less than it counts is
-- certain to be missing: there whatever was written publicly by anybody but a customer counts, a
-- rule's and a merge's too. More by agents than it counts: somebody was taken for one, or it counts
-- otherwise; nobody knows which.
with

metrics as (
    select * from {{ ref('stg_zendesk__ticket_metrics') }}
),

counted_until as (
    select
        source_instance,
        max(counted_at) as last_counted_at
    from metrics
    group by source_instance
),

comments as (
    select
        *,
        row_number() over (
            partition by source_instance, ticket_id
            order by created_at, length(comment_id), comment_id
        ) as comment_number
    from {{ ref('int_zendesk__comments_classified') }}
),

exported as (
    select
        comments.source_instance,
        comments.ticket_id,
        max(case when comments.comment_number = 1 then 1 else 0 end) as opening_count,
        count(case when comments.comment_number > 1 then 1 end) as exported_reply_count,
        count(
            case
                when
                    comments.comment_number > 1
                    and comments.author_role = 'agent'
                    and not comments.is_call
                    and comments.created_at <= counted_until.last_counted_at
                    then 1
            end
        ) as agent_reply_count
    from comments
    left join counted_until
        on comments.source_instance = counted_until.source_instance
    where
        comments.is_public
        and comments.author_role <> 'customer'
        and comments.author_id is distinct from comments.requester_id
    group by comments.source_instance, comments.ticket_id
),

joined as (
    select
        metrics.source_system,
        metrics.source_instance,
        metrics.ticket_id,
        metrics.reply_count,
        coalesce(exported.opening_count, 0) as opening_count,
        coalesce(exported.exported_reply_count, 0) as exported_reply_count,
        coalesce(exported.agent_reply_count, 0) as agent_reply_count
    from metrics
    left join exported
        on
            metrics.source_instance = exported.source_instance
            and metrics.ticket_id = exported.ticket_id
    where metrics.reply_count is not null
),

-- Zendesk does not count the comment by which an agent opens a ticket; some accounts' metrics do,
-- and then they do it for every such ticket.
counted as (
    select
        *,
        coalesce(
            min(case when opening_count = 1 then reply_count - exported_reply_count end) over (
                partition by source_instance
            ) > 0,
            false
        ) as is_opening_counted
    from joined
),

final as (
    select
        source_system,
        source_instance,
        ticket_id,
        reply_count,
        cast(exported_reply_count as integer) as exported_reply_count,
        cast(greatest(
            reply_count
            - exported_reply_count
            - case when is_opening_counted then opening_count else 0 end,
            0
        ) as integer) as missing_reply_count,
        cast(greatest(agent_reply_count - reply_count, 0) as integer) as excess_reply_count
    from counted
)

select * from final
