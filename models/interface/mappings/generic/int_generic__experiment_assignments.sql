with

experiment_assignments as (
    select * from {{ ref('stg_generic__experiment_assignments') }}
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'experiment_id', 'customer_id']) }}
            as experiment_assignment_key,
        {{ surrogate_key(['source_system', 'source_instance', 'customer_id']) }}
            as customer_record_key,
        source_system,
        source_instance,
        experiment_id,
        customer_id,
        variant,
        assigned_at
    from experiment_assignments
)

select * from final
