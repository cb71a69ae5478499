-- How far the exports see, and what follows where one ends before the others.
with

instances as (
    select * from {{ ref('int_instances_observed') }}
),

compared as (
    select
        *,
        max(observed_until) over (partition by record_kind) as kind_observed_until,
        min(case when not is_retired then observed_until end) over (partition by record_kind)
            as live_observed_until
    from instances
),

final as (
    select
        source_system,
        source_instance,
        record_kind,
        case
            when lone_event_count > 0
                then
                    'a few records lie long after all others: they do not count as seen; mend '
                    || 'their dates (day and month swapped?), or export what lies between'
            when is_retired
                then
                    'taken for retired: windows of others do not wait for it, its own end with it; '
                    || 'if it is still in use, export it anew'
            when observed_until = live_observed_until and observed_until < kind_observed_until
                then 'ends first: nothing of its kind is judged any further'
            when observed_until > live_observed_until
                then 'seen further than others of its kind, and judged as far as they are'
            else 'judged as far as it is seen'
        end as consequence,
        lone_event_count,
        is_retired,
        first_observed_date,
        lone_from_date,
        observed_until
    from compared
)

select * from final
