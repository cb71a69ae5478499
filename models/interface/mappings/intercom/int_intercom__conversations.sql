with

conversations as (
    select * from {{ ref('stg_intercom__conversations') }}
),

closings as (
    select
        source_instance,
        conversation_id,
        max(created_at) as closed_at
    from {{ ref('int_intercom__parts_classified') }}
    where part_type = 'close'
    group by source_instance, conversation_id
),

settled as (
    select * from {{ ref('int_intercom__authors_settled') }}
),

compared as (
    select * from {{ ref('int_intercom__parts_compared') }}
),

-- The one who wrote is the customer; of an outbound, the first it was sent to.
addressed as (
    select
        conversations.*,
        coalesce(conversations.channel_initial, conversations.source_type) as first_channel,
        case
            when conversations.source_author_type in ('user', 'lead', 'contact', 'visitor')
                then coalesce(settled.contact_id, conversations.source_author_id)
            else conversations.contact_id
        end as customer_id
    from conversations
    left join settled
        on
            conversations.source_instance = settled.source_instance
            and conversations.conversation_id = settled.conversation_id
            and conversations.source_author_id = settled.author_id
),

words as (
    select
        source_system,
        first_channel as word
    from addressed
),

channels as (
    {{ channel_of_words('words') }}
),

joined as (
    select
        addressed.*,
        coalesce(channels.channel, 'other') as channel,
        compared.missing_part_count,
        closings.closed_at,
        coalesce(addressed.first_contact_reply_at, addressed.created_at) as vendor_starts_at
    from addressed
    left join channels
        on addressed.first_channel = channels.word
    left join compared
        on
            addressed.source_instance = compared.source_instance
            and addressed.conversation_id = compared.conversation_id
    left join closings
        on
            addressed.source_instance = closings.source_instance
            and addressed.conversation_id = closings.conversation_id
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'conversation_id']) }}
            as conversation_key,
        {{ customer_record_key('customer_id', 'conversation', 'conversation_id') }}
            as customer_record_key,
        cast(null as string) as merged_into_conversation_key,
        source_system,
        source_instance,
        conversation_id,
        customer_id,
        cast(null as string) as customer_email,
        cast(null as string) as customer_phone,
        channel,
        first_channel as source_channel,
        case delivered_as
            when 'customer_initiated' then 'customer'
            when 'admin_initiated' then 'agent'
            when 'operator_initiated' then 'bot'
            when 'automated' then 'automation'
            when 'campaigns_initiated' then 'automation'
        end as started_by,
        case state
            when 'snoozed' then 'pending'
            when 'other' then 'unknown'
            else state
        end as status,
        subject,
        topic,
        tags,
        cast(null as string) as device_type,
        case
            when resolution_state = 'confirmed_resolution' then 'confirmed'
            when resolution_state = 'assumed_resolution' then 'assumed'
            when resolution_state in ('routed_to_team', 'escalated') then 'escalated'
            when resolution_state = 'negative_feedback' then 'negative'
            when resolution_state = 'abandoned' then 'abandoned'
            -- The vendor judges whatever answer its agent gave: it gave none.
            when resolution_state is null and has_ai_agent_participated then 'no_answer'
        end as resolution_claim,
        case when missing_part_count > 0 then 'fewer_messages' end as incomplete_reason,
        cast(null as string) as last_answered_by,
        cast(null as integer) as bot_answer_count,
        cast(null as integer) as human_answer_count,
        reopen_count,
        missing_part_count as missing_message_count,
        cast(null as integer) as vendor_human_reply_count,
        {{ elapsed_seconds('vendor_starts_at', 'first_admin_reply_at') }}
            as vendor_first_human_response_seconds,
        {{ elapsed_seconds('vendor_starts_at', 'first_closed_at') }}
            as vendor_first_resolution_seconds,
        {{ elapsed_seconds('vendor_starts_at', 'last_closed_at') }}
            as vendor_full_resolution_seconds,
        coalesce(lower('|' || tags || '|') like '%|spam|%', false) as is_spam,
        coalesce(ai_agent_source_type in ('workflow_preview', 'fin_preview'), false) as is_test,
        false as is_deleted,
        false as has_left_queue,
        created_at,
        cast(null as timestamp) as solved_at,
        coalesce(closed_at, last_closed_at) as closed_at,
        cast(null as timestamp) as first_customer_message_at,
        cast(null as timestamp) as first_answer_at,
        cast(null as timestamp) as last_message_at
    from joined
)

select * from final
