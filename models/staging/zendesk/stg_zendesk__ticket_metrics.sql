with

metrics as (
    {{ current_records(ref('land_zendesk__ticket_metrics')) }}
),

-- A ticket that was merged may keep two records of metrics: the later one counts. What it counts up
-- to a later time than the one asked for is not known as of then.
newest as (
    select
        *,
        coalesce({{ is_visible('record_version_at') }}, true) as is_of_the_time
    from metrics
    qualify
        row_number() over (
            partition by source_system, source_instance, ticket_id
            order by record_version_at desc nulls last, id desc
        ) = 1
),

final as (
    select
        source_system,
        source_instance,
        ticket_id,
        case when is_of_the_time then cast(reopens as integer) end as reopen_count,
        case when is_of_the_time then cast(replies as integer) end as reply_count,
        case
            when is_of_the_time then coalesce(reply_time_seconds, 60 * reply_time_minutes)
        end as first_reply_seconds,
        case when is_of_the_time then 60 * first_resolution_minutes end as first_resolution_seconds,
        case when is_of_the_time then 60 * full_resolution_minutes end as full_resolution_seconds,
        {{ visible('solved_at') }} as solved_at,
        case when is_of_the_time then record_version_at end as counted_at
    from newest
)

select * from final
