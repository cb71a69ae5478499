with

conversations as (
    select * from {{ ref('stg_generic__conversations') }}
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'conversation_id']) }}
            as conversation_key,
        {{ customer_record_key('customer_id', 'conversation', 'conversation_id') }}
            as customer_record_key,
        -- Merged into itself is not merged.
        case
            when merged_into_conversation_id <> conversation_id
                then {{ surrogate_key(
                    ['source_system', 'source_instance', 'merged_into_conversation_id']
                ) }}
        end as merged_into_conversation_key,
        source_system,
        source_instance,
        conversation_id,
        customer_id,
        customer_email,
        customer_phone,
        channel,
        nullif(started_by, 'other') as started_by,
        nullif(status, 'other') as status,
        subject,
        topic,
        tags,
        device_type,
        nullif(resolution_claim, 'other') as resolution_claim,
        nullif(last_answered_by, 'other') as last_answered_by,
        bot_answer_count,
        human_answer_count,
        cast(null as integer) as reopen_count,
        is_spam,
        false as is_test,
        false as is_deleted,
        false as has_left_queue,
        started_at as created_at,
        solved_at,
        closed_at,
        first_customer_message_at,
        first_answer_at,
        last_message_at
    from conversations
)

select * from final
