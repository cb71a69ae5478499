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

-- The one who wrote is the customer; of an outbound, the first it was sent to.
addressed as (
    select
        *,
        coalesce(channel_initial, source_type) as first_channel,
        case
            when source_author_type in ('user', 'lead', 'contact', 'visitor') then source_author_id
            else contact_id
        end as customer_id
    from conversations
),

joined as (
    select
        addressed.*,
        closings.closed_at
    from addressed
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
        case
            when first_channel in ('messenger', 'conversation', 'chat') then 'chat'
            when first_channel in ('email', 'sms') then first_channel
            when first_channel = 'whatsapp' then 'messaging'
            when first_channel in ('facebook', 'instagram', 'twitter') then 'social'
            when first_channel in ('phone_call', 'phone_switch', 'phone') then 'voice'
            when first_channel = 'push' then 'in_app'
            else 'other'
        end as channel,
        case delivered_as
            when 'customer_initiated' then 'customer'
            when 'admin_initiated' then 'agent'
            when 'operator_initiated' then 'bot'
            when 'automated' then 'automation'
            when 'campaigns_initiated' then 'automation'
        end as started_by,
        case state when 'snoozed' then 'pending' else nullif(state, 'other') end as status,
        subject,
        topic,
        tags,
        cast(null as string) as device_type,
        case
            when resolution_state = 'confirmed_resolution' then 'confirmed'
            when resolution_state = 'assumed_resolution' then 'assumed'
            when resolution_state in ('routed_to_team', 'escalated') then 'escalated'
            when resolution_state = 'negative_feedback' then 'negative'
        end as resolution_claim,
        cast(null as string) as last_answered_by,
        cast(null as integer) as bot_answer_count,
        cast(null as integer) as human_answer_count,
        reopen_count,
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
