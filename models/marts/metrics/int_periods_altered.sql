-- Weeks and months that cannot be compared with the one before, because not the same instances are
-- seen in both: in one of the two an export begins, or a retired one ends. More conversations in
-- June than in May are no more work, if one of two tools is exported since June. What begins with
-- the first day of a period is all of it; the one before has none of it.
with

instances as (
    select * from {{ ref('int_instances_observed') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

periods as (
    select distinct
        'week' as period_type,
        week_start_date as period_start_date,
        cast({{ dbt.dateadd('day', -7, 'week_start_date') }} as date) as previous_start_date,
        cast({{ dbt.dateadd('day', 7, 'week_start_date') }} as date) as next_start_date
    from dates

    union all

    select distinct
        'month' as period_type,
        month_start_date as period_start_date,
        cast({{ dbt.dateadd('month', -1, 'month_start_date') }} as date) as previous_start_date,
        cast({{ dbt.dateadd('month', 1, 'month_start_date') }} as date) as next_start_date
    from dates
),

edges as (
    select
        record_kind,
        first_observed_date,
        case when is_retired then {{ local_date('observed_until') }} end as ended_date
    from instances
),

final as (
    select
        edges.record_kind,
        periods.period_type,
        periods.period_start_date,
        cast(count(*) as integer) as altered_instance_count
    from periods
    inner join edges
        on
            (
                periods.previous_start_date < edges.first_observed_date
                and periods.next_start_date > edges.first_observed_date
            )
            or (
                periods.previous_start_date <= edges.ended_date
                and periods.next_start_date > edges.ended_date
            )
    group by edges.record_kind, periods.period_type, periods.period_start_date
)

select * from final
