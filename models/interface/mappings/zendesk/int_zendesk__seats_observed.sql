-- What a seat is used for, by how it writes publicly. An integration in which people answer comes
-- through the interface as well, but minutes or hours later.
with

comments as (
    select * from {{ ref('int_zendesk__comments_timed') }}
),

solvers as (
    select distinct
        source_instance,
        author_id
    from {{ ref('stg_zendesk__ticket_status_changes') }}
    where
        status in ('pending', 'hold', 'solved')
        and coalesce(via_channel, '') not in ('rule', '8', 'system')
),

counted as (
    select
        source_system,
        source_instance,
        author_id,
        count(case when is_by_hand then 1 end) as by_hand_count,
        count(case when is_through_interface then 1 end) as interface_count,
        count(case when is_at_machine_speed then 1 end) as machine_speed_count,
        count(case when is_form_letter then 1 end) as form_letter_count
    from comments
    where author_id is not null
    group by source_system, source_instance, author_id
),

-- Who sends everybody the same and solves nothing only confirms that a message has come in.
final as (
    select
        counted.source_system,
        counted.source_instance,
        counted.author_id as user_id,
        counted.by_hand_count <= counted.interface_count as is_rarely_used_by_hand,
        counted.machine_speed_count >= 3 as is_used_by_a_machine,
        counted.by_hand_count = 0
        and counted.machine_speed_count >= 3
        and counted.machine_speed_count >= 0.8 * counted.interface_count as is_only_a_machine,
        counted.form_letter_count > 0 and solvers.author_id is null as is_acknowledging
    from counted
    left join solvers
        on
            counted.source_instance = solvers.source_instance
            and counted.author_id = solvers.author_id
)

select * from final
