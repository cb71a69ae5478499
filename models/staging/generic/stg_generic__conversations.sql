with

conversations as (
    {{ current_records(ref('land_generic__conversations')) }}
),

-- What a version says that is later than the time asked for is not known as of then: counts,
-- verdicts and marks alike.
dated as (
    select
        *,
        coalesce({{ is_visible('record_version_at') }}, true) as is_of_the_time
    from conversations
),

final as (
    select
        source_system,
        source_instance,
        conversation_id,
        customer_id,
        case when is_of_the_time then merged_into_conversation_id end
            as merged_into_conversation_id,
        customer_email,
        customer_phone,
        channel,
        started_by,
        -- Solved, and nobody says when: perhaps not yet.
        case
            when is_of_the_time or solved_at is not null or closed_at is not null then status
            when status is not null then 'other'
        end as status,
        subject,
        topic,
        case when is_of_the_time then tags end as tags,
        device_type,
        case when is_of_the_time then resolution_claim end as resolution_claim,
        case when is_of_the_time then last_answered_by end as last_answered_by,
        case when is_of_the_time then cast(bot_answer_count as integer) end as bot_answer_count,
        case when is_of_the_time then cast(human_answer_count as integer) end as human_answer_count,
        case when is_of_the_time then cast(message_count as integer) end as message_count,
        case when is_of_the_time then cast(reopen_count as integer) end as reopen_count,
        is_of_the_time,
        is_of_the_time and coalesce(is_spam, false) as is_spam,
        started_at,
        {{ visible('solved_at') }} as solved_at,
        {{ visible('closed_at') }} as closed_at,
        {{ visible('first_customer_message_at') }} as first_customer_message_at,
        {{ visible('first_answer_at') }} as first_answer_at,
        {{ visible('last_message_at') }} as last_message_at
    from dated
)

select * from final
