with

conversations as (
    select * from {{ ref('stg_generic__conversations') }}
),

compared as (
    select
        source_instance,
        conversation_id,
        missing_message_count
    from {{ ref('int_generic__messages_compared') }}
),

-- Where conversations begin with their first message, as nine of ten of the channel show, one whose
-- first message is an hour late has lost the ones before.
firsts as (
    select
        source_instance,
        conversation_id,
        min(sent_at) as first_message_at
    from {{ ref('stg_generic__messages') }}
    group by source_instance, conversation_id
),

begun as (
    select
        conversations.source_instance,
        conversations.conversation_id,
        {{ elapsed_seconds('conversations.started_at', 'firsts.first_message_at') }}
            as seconds_to_first_message,
        avg(
            case
                when
                    {{ elapsed_seconds('conversations.started_at', 'firsts.first_message_at') }}
                    < 60
                    then 1.0
                else 0.0
            end
        ) over (
            partition by conversations.source_instance, conversations.channel
        ) as prompt_share
    from conversations
    inner join firsts
        on
            conversations.source_instance = firsts.source_instance
            and conversations.conversation_id = firsts.conversation_id
),

named as (
    {{ of_named_persons('conversations') }}
),

joined as (
    select
        named.*,
        coalesce(begun.prompt_share >= 0.9 and begun.seconds_to_first_message >= 3600, false)
            as has_late_start,
        compared.missing_message_count
    from named
    left join compared
        on
            named.source_instance = compared.source_instance
            and named.conversation_id = compared.conversation_id
    left join begun
        on
            named.source_instance = begun.source_instance
            and named.conversation_id = begun.conversation_id
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'conversation_id']) }}
            as conversation_key,
        {{ customer_record_key('person_id', 'conversation', 'conversation_id') }}
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
        person_id as customer_id,
        customer_email,
        customer_phone,
        channel,
        channel as source_channel,
        nullif(started_by, 'other') as started_by,
        -- A word that nobody knows is a status all the same: perhaps that it is not solved.
        case when status = 'other' then 'unknown' else status end as status,
        subject,
        topic,
        tags,
        device_type,
        nullif(resolution_claim, 'other') as resolution_claim,
        case
            when missing_message_count > 0 then 'fewer_messages'
            when has_late_start then 'starts_later'
        end as incomplete_reason,
        nullif(last_answered_by, 'other') as last_answered_by,
        bot_answer_count,
        human_answer_count,
        reopen_count,
        missing_message_count,
        human_answer_count as vendor_human_reply_count,
        -- Whose the first answer was is only said where nobody else gave one.
        case
            when
                bot_answer_count = 0
                and human_answer_count > 0
                and first_answer_at >= first_customer_message_at
                then {{ elapsed_seconds('first_customer_message_at', 'first_answer_at') }}
        end as vendor_first_human_response_seconds,
        cast(null as bigint) as vendor_first_resolution_seconds,
        {{ elapsed_seconds('coalesce(first_customer_message_at, started_at)', 'solved_at') }}
            as vendor_full_resolution_seconds,
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
    from joined
)

select * from final
