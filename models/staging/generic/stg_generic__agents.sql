with

agents as (
    {{ current_records(ref('land_generic__agents')) }}
),

final as (
    select
        source_system,
        source_instance,
        agent_id,
        coalesce(kind, 'human') as agent_kind,
        team
    from agents
)

select * from final
