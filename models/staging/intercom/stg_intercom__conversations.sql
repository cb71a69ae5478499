with

conversations as (
    {{ current_records(ref('land_intercom__conversations')) }}
),

-- A rating given later than the time asked for is not known yet.
seen as (
    select
        *,
        coalesce({{ is_visible('rating_updated_at') }}, true) as is_rating_visible,
        coalesce({{ is_visible('ai_agent_rating_updated_at') }}, true)
            as is_ai_agent_rating_visible,
        -- What a version says that is later than the time asked for is not known as of then:
        -- counts, verdicts and marks alike.
        coalesce({{ is_visible('record_version_at') }}, true) as is_of_the_time
    from conversations
),

final as (
    select
        source_system,
        source_instance,
        id as conversation_id,
        source_id,
        {{ list_first('contacts', 'id') }} as contact_id,
        {{ list_text('contacts', 'id') }} as contact_ids,
        source_type,
        channel_initial,
        source_delivered_as as delivered_as,
        source_author_type,
        source_author_id,
        rating_teammate_type,
        rating_teammate_id,
        source_author_name,
        coalesce({{ html_text('source_subject') }}, title) as subject,
        {{ html_text('source_body') }} as source_body,
        state,
        ai_agent_source_type,
        case when is_of_the_time then resolution_state end as resolution_state,
        {{ list_first('topics', 'name') }} as topic,
        case when is_of_the_time then {{ list_text('tags', 'name') }} end as tags,
        rating_remark,
        ai_agent_rating_remark,
        case when is_of_the_time then cast(count_reopens as integer) end as reopen_count,
        case when is_of_the_time then cast(count_conversation_parts as integer) end as part_count,
        case when is_of_the_time then cast(parts_total_count as integer) end as listed_part_count,
        cast(case when is_rating_visible then rating end as integer) as rating,
        cast(case when is_ai_agent_rating_visible then ai_agent_rating end as integer)
            as ai_agent_rating,
        coalesce(source_author_is_ai_agent, false) as is_source_by_ai_agent,
        is_of_the_time and coalesce(ai_agent_participated, false) as has_ai_agent_participated,
        created_at,
        {{ visible('first_contact_reply_at') }} as first_contact_reply_at,
        {{ visible('first_admin_reply_at') }} as first_admin_reply_at,
        {{ visible('first_closed_at') }} as first_closed_at,
        {{ visible('last_closed_at') }} as last_closed_at,
        {{ visible('rating_requested_at') }} as rating_requested_at,
        {{ visible('rating_updated_at') }} as rating_updated_at,
        {{ visible('coalesce(ai_agent_rating_updated_at, ai_agent_rating_created_at)') }}
            as ai_agent_rated_at
    from seen
)

select * from final
