with

metrics as (
    {{ current_records(ref('land_zendesk__ticket_metrics')) }}
),

-- A ticket that was merged may keep two records of metrics: the later one counts.
newest as (
    select *
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
        cast(reopens as integer) as reopen_count,
        {{ visible('solved_at') }} as solved_at
    from newest
)

select * from final
