-- Where a merged ticket went: what the vendor keeps of the merge names it; else the notice that
-- merging leaves in both tickets, by the number it quotes, whatever its language. Agents quote
-- other numbers too: a number alone names only another ticket of the same requester.
with

tickets as (
    select * from {{ ref('stg_zendesk__tickets') }}
),

origins as (
    select * from {{ ref('stg_zendesk__ticket_merges') }}
),

comments as (
    select * from {{ ref('stg_zendesk__ticket_comments') }}
),

-- A follow-up inherits the tags of the ticket it follows.
tagged as (
    select *
    from tickets
    where
        '|' || tags || '|' like '%|closed_by_merge|%'
        and status = 'closed'
        and via_source_rel is distinct from 'follow_up'
),

quoting as (
    select
        comments.source_instance,
        comments.ticket_id,
        comments.comment_id,
        comments.created_at,
        tickets.requester_id,
        {{ regexp_first('comments.body', '#([0-9]+)') }} as quoted_ticket_id
    from comments
    inner join tickets
        on
            comments.source_instance = tickets.source_instance
            and comments.ticket_id = tickets.ticket_id
    where
        comments.body like '%#%'
        and comments.author_id is distinct from tickets.requester_id
),

-- The ticket that goes on names the one that was merged into it; that one may name the other, too.
kept as (
    select
        origins.source_instance,
        origins.other_ticket_id as ticket_id,
        origins.ticket_id as target_ticket_id,
        origins.merged_at,
        tagged.ticket_id is not null or mirrored.ticket_id is null as is_merged_away
    from origins
    left join tagged
        on
            origins.source_instance = tagged.source_instance
            and origins.other_ticket_id = tagged.ticket_id
    left join origins as mirrored
        on
            origins.source_instance = mirrored.source_instance
            and origins.other_ticket_id = mirrored.ticket_id
            and origins.ticket_id = mirrored.other_ticket_id

    union all

    select
        origins.source_instance,
        origins.ticket_id,
        origins.other_ticket_id as target_ticket_id,
        origins.merged_at,
        true as is_merged_away
    from origins
    inner join tagged
        on
            origins.source_instance = tagged.source_instance
            and origins.ticket_id = tagged.ticket_id
),

named as (
    select
        source_instance,
        ticket_id,
        target_ticket_id,
        '' as comment_id,
        merged_at,
        1 as preference
    from kept
    where is_merged_away

    union all

    select
        quoting.source_instance,
        quoting.ticket_id,
        quoting.quoted_ticket_id as target_ticket_id,
        quoting.comment_id,
        quoting.created_at as merged_at,
        2 as preference
    from quoting
    inner join tagged
        on
            quoting.source_instance = tagged.source_instance
            and quoting.ticket_id = tagged.ticket_id
    inner join tickets as targets
        on
            quoting.source_instance = targets.source_instance
            and quoting.quoted_ticket_id = targets.ticket_id
            and quoting.requester_id = targets.requester_id

    union all

    select
        quoting.source_instance,
        quoting.quoted_ticket_id as ticket_id,
        quoting.ticket_id as target_ticket_id,
        quoting.comment_id,
        quoting.created_at as merged_at,
        3 as preference
    from quoting
    inner join tagged
        on
            quoting.source_instance = tagged.source_instance
            and quoting.quoted_ticket_id = tagged.ticket_id
            and quoting.requester_id = tagged.requester_id
),

chosen as (
    select *
    from named
    where target_ticket_id <> ticket_id
    qualify
        row_number() over (
            partition by source_instance, ticket_id
            order by preference asc, merged_at desc, target_ticket_id asc, comment_id asc
        ) = 1
),

-- Nothing names where it went: merged it is all the same.
final as (
    select
        tickets.source_system,
        tickets.source_instance,
        tickets.ticket_id,
        chosen.target_ticket_id,
        chosen.merged_at
    from tickets
    left join chosen
        on
            tickets.source_instance = chosen.source_instance
            and tickets.ticket_id = chosen.ticket_id
    left join tagged
        on
            tickets.source_instance = tagged.source_instance
            and tickets.ticket_id = tagged.ticket_id
    where chosen.ticket_id is not null or tagged.ticket_id is not null
)

select * from final
