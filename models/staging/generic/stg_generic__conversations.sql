with

conversations as (
    {{ current_records(ref('land_generic__conversations')) }}
),

-- What is counted up to a later time than the one asked for is not known as of then.
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
        merged_into_conversation_id,
        customer_email,
        customer_phone,
        channel,
        started_by,
        status,
        subject,
        topic,
        tags,
        device_type,
        resolution_claim,
        last_answered_by,
        cast(bot_answer_count as integer) as bot_answer_count,
        cast(human_answer_count as integer) as human_answer_count,
        case when is_of_the_time then cast(message_count as integer) end as message_count,
        case when is_of_the_time then cast(reopen_count as integer) end as reopen_count,
        is_of_the_time,
        coalesce(is_spam, false) as is_spam,
        started_at,
        {{ visible('solved_at') }} as solved_at,
        {{ visible('closed_at') }} as closed_at,
        {{ visible('first_customer_message_at') }} as first_customer_message_at,
        {{ visible('first_answer_at') }} as first_answer_at,
        {{ visible('last_message_at') }} as last_message_at
    from dated
)

select * from final
