with

ratings as (
    {{ current_records(ref('land_zendesk__satisfaction_ratings')) }}
),

-- An offer keeps its creation time; the record is changed when the customer answers.
timed as (
    select
        *,
        case
            when score like 'good%' or score like 'bad%' then coalesce(updated_at, created_at)
        end as last_answered_at
    from ratings
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
