with

notices as (
    select * from {{ ref('int_zendesk__comments_classified') }}
    where is_merge_notice
),

tickets as (
    select * from {{ ref('stg_zendesk__tickets') }}
    where '|' || tags || '|' like '%|closed_by_merge|%'
),

-- The notice in the closed ticket names the other; so does, the other way round, the one there.
named as (
    select
        source_instance,
        ticket_id,
        {{ regexp_first('body', 'merged into request #([0-9]+)') }} as target_ticket_id,
        comment_id,
        created_at as merged_at,
        1 as preference
    from notices

    union all

    select
        source_instance,
        {{ regexp_first('body', '^Request #([0-9]+).* was closed and merged into this request') }}
            as ticket_id,
        ticket_id as target_ticket_id,
        comment_id,
        created_at as merged_at,
        2 as preference
    from notices
),

final as (
    select
        tickets.source_system,
        tickets.source_instance,
        tickets.ticket_id,
        named.target_ticket_id,
        named.merged_at
    from tickets
    inner join named
        on
            tickets.source_instance = named.source_instance
            and tickets.ticket_id = named.ticket_id
    where
        named.target_ticket_id is not null
        and named.target_ticket_id <> tickets.ticket_id
    qualify
        row_number() over (
            partition by tickets.source_instance, tickets.ticket_id
            order by named.preference asc, named.merged_at desc, named.comment_id asc
        ) = 1
)

select * from final
