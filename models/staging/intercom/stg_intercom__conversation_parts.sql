with

conversations as (
    {{ current_records(ref('land_intercom__conversations')) }}
),

parts_apart as (
    {{ current_records(ref('land_intercom__conversation_parts')) }}
),

parts_inside as (
    select
        source_system,
        source_instance,
        id as conversation_id,
        {{ exploded('conversation_parts', 'part', position='part_position') }}
    from conversations
),

unioned as (
    select
        source_system,
        source_instance,
        part['id'] as part_id,
        conversation_id,
        part['part_type'] as part_type,
        part['author_type'] as author_type,
        part['author_id'] as author_id,
        part['author_name'] as author_name,
        part['assigned_to_type'] as assigned_to_type,
        part['assigned_to_id'] as assigned_to_id,
        part['body'] as body,
        part['author_is_ai_agent'] as author_is_ai_agent,
        part['created_at'] as created_at,
        part['updated_at'] as updated_at,
        part_position,
        1 as preference
    from parts_inside

    union all

    select
        source_system,
        source_instance,
        id as part_id,
        conversation_id,
        part_type,
        author_type,
        author_id,
        author_name,
        assigned_to_type,
        assigned_to_id,
        body,
        author_is_ai_agent,
        created_at,
        updated_at,
        cast(null as bigint) as part_position,
        2 as preference
    from parts_apart
),

-- A part may stand inside its conversation and apart: one of them counts, the one changed last.
ranked as (
    select
        *,
        max(part_position) over (
            partition by source_instance, conversation_id, part_id
        ) as known_position,
        row_number() over (
            partition by source_instance, conversation_id, part_id
            order by updated_at desc nulls last, preference asc, part_position asc
        ) as version_rank
    from unioned
    where {{ is_visible('created_at') }}
),

final as (
    select
        source_system,
        source_instance,
        part_id,
        conversation_id,
        author_id,
        assigned_to_id,
        part_type,
        author_type,
        author_name,
        assigned_to_type,
        {{ html_text('body') }} as body,
        cast(
            row_number() over (
                partition by source_instance, conversation_id
                order by created_at, known_position nulls last, length(part_id), part_id
            ) as integer
        ) as part_sequence,
        coalesce(author_is_ai_agent, false) as is_by_ai_agent,
        created_at
    from ranked
    where version_rank = 1
)

select * from final
