with

ratings as (
    {{ current_records(ref('land_zendesk__satisfaction_ratings')) }}
),

-- All versions of a rating that can be read. A remark, days later, makes another one of the same
-- score.
versions as (
    select
        source_instance,
        id,
        left(score, 3) as score_family,
        coalesce(updated_at, created_at) as seen_at
    from {{ ref('land_zendesk__satisfaction_ratings') }}
    where
        record_reject_reasons is null
        and not record_is_tombstone
        and {{ is_visible('coalesce(updated_at, created_at)') }}
),

others as (
    select
        ratings.source_instance,
        ratings.id,
        max(versions.seen_at) as last_seen_at
    from ratings
    inner join versions
        on
            ratings.source_instance = versions.source_instance
            and ratings.id = versions.id
    where
        left(ratings.score, 3) <> versions.score_family
        and versions.seen_at < coalesce(ratings.updated_at, ratings.created_at)
    group by ratings.source_instance, ratings.id
),

answers as (
    select
        ratings.source_instance,
        ratings.id,
        min(versions.seen_at) as first_seen_at
    from ratings
    inner join versions
        on
            ratings.source_instance = versions.source_instance
            and ratings.id = versions.id
            and left(ratings.score, 3) = versions.score_family
    left join others
        on
            ratings.source_instance = others.source_instance
            and ratings.id = others.id
    where others.last_seen_at is null or versions.seen_at > others.last_seen_at
    group by ratings.source_instance, ratings.id
),

-- An offer keeps its creation time; the record is changed when the customer answers. He answered
-- when his score was first seen.
timed as (
    select
        ratings.*,
        case
            when ratings.score like 'good%' or ratings.score like 'bad%'
                then least(
                        coalesce(ratings.updated_at, ratings.created_at), answers.first_seen_at
                    )
        end as last_answered_at
    from ratings
    left join answers
        on
            ratings.source_instance = answers.source_instance
            and ratings.id = answers.id
),

seen as (
    select
        *,
        {{ visible('last_answered_at') }} as answered_at
    from timed
),

final as (
    select
        source_system,
        source_instance,
        id as rating_id,
        ticket_id,
        requester_id,
        assignee_id,
        case
            when answered_at is not null and score like 'good%' then 'good'
            when answered_at is not null then 'bad'
        end as rating,
        case when answered_at is not null then reason end as reason,
        case when answered_at is not null then comment end as comment,
        created_at as offered_at,
        answered_at
    from seen
    -- Not offered is neither an invitation nor an answer.
    where score <> 'unoffered'
)

select * from final
