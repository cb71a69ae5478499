with

experiment_assignments as (
    {{ current_records(ref('land_generic__experiment_assignments')) }}
),

final as (
    select
        source_system,
        source_instance,
        experiment_id,
        customer_id,
        variant,
        assigned_at
    from experiment_assignments
)

select * from final
