-- What is in scope, with every verdict and measure in one place: marts count what stands here.
with

scoped as (
    select * from {{ ref('int_conversations_scoped') }}
    where is_in_scope
),

conversations as (
    select * from {{ ref('int_conversations') }}
),

resolved as (
    select * from {{ ref('int_conversations_resolved') }}
),

themed as (
    select * from {{ ref('int_conversations_themed') }}
),

measured as (
    select * from {{ ref('int_conversations_measured') }}
),

judged as (
    select * from {{ ref('int_conversations_judged') }}
),

reconciled as (
    select * from {{ ref('int_conversations_reconciled') }}
),

timed as (
    select * from {{ ref('int_conversations_timed') }}
),

summaries as (
    select * from {{ ref('int_conversation_summaries_read') }}
),

rated as (
    select * from {{ ref('int_conversations_rated') }}
),

sentiments as (
    select * from {{ ref('int_conversation_sentiments_measured') }}
),

converted as (
    select * from {{ ref('int_conversations_converted') }}
),

final as (
    select
        scoped.conversation_key,
        scoped.customer_key,
        scoped.source_system,
        scoped.source_instance,
        scoped.channel,
        themed.topic,
        themed.topic_source,
        conversations.started_by,
        conversations.device_type,
        conversations.status,
        judged.not_judgeable_reason,
        judged.handled_by,
        judged.automated_resolution_kind,
        judged.false_deflection_reason,
        resolved.attempt_type,
        resolved.void_reason,
        scoped.incomplete_reason,
        reconciled.reply_difference_reason,
        reconciled.reopen_difference_reason,
        reconciled.first_response_difference_reason,
        reconciled.full_resolution_difference_reason,
        cast(measured.public_message_count as bigint) as public_message_count,
        cast(measured.request_count as bigint) as request_count,
        cast(measured.bot_answer_count as bigint) as bot_answer_count,
        cast(measured.human_answer_count as bigint) as human_answer_count,
        cast(resolved.attempt_count as bigint) as attempt_count,
        cast(timed.turn_count as bigint) as turn_count,
        cast(measured.later_contact_count as bigint) as later_contact_count,
        cast(timed.turn_response_seconds as bigint) as turn_response_seconds,
        cast(timed.first_response_seconds as bigint) as first_response_seconds,
        cast(timed.first_human_response_seconds as bigint) as first_human_response_seconds,
        cast(timed.first_human_response_business_seconds as bigint)
            as first_human_response_business_seconds,
        cast(timed.resolution_seconds as bigint) as resolution_seconds,
        cast(timed.full_resolution_seconds as bigint) as full_resolution_seconds,
        cast(timed.conversation_seconds as bigint) as conversation_seconds,
        cast(reconciled.missing_message_count as bigint) as missing_message_count,
        cast(reconciled.vendor_human_reply_count as bigint) as vendor_human_reply_count,
        cast(reconciled.vendor_reopen_count as bigint) as vendor_reopen_count,
        reconciled.vendor_first_human_response_seconds,
        reconciled.vendor_first_resolution_seconds,
        reconciled.vendor_full_resolution_seconds,
        cast(rated.csat_score as decimal(18, 6)) as csat_score,
        sentiments.first_sentiment_score,
        sentiments.last_sentiment_score,
        sentiments.sentiment_shift,
        cast(converted.attributed_net_revenue_amount as decimal(18, 4))
            as attributed_net_revenue_amount,
        cast(converted.converted_order_count as bigint) as converted_order_count,
        scoped.is_identifiable,
        scoped.incomplete_reason is null as has_all_messages,
        resolved.is_matured,
        resolved.is_recontact_observable,
        judged.is_evaluable,
        judged.is_evaluable_for_recontact,
        timed.is_answered_in_time,
        judged.is_bot_involved,
        judged.is_bot_answered,
        judged.is_human_replied,
        judged.is_handoff_requested,
        judged.is_deflected,
        judged.is_contained,
        judged.is_resolved,
        judged.is_automated_resolution,
        judged.is_false_deflection,
        judged.is_first_contact_resolution,
        resolved.is_recontacted,
        judged.is_one_touch,
        judged.is_zero_touch,
        judged.is_solved,
        judged.has_been_solved,
        judged.is_reopened,
        judged.is_left_waiting,
        judged.is_abandoned,
        judged.is_escalated,
        rated.is_csat_positive,
        rated.is_csat_negative,
        judged.is_late_negative,
        sentiments.is_sentiment_positive,
        sentiments.is_sentiment_negative,
        converted.is_converted,
        converted.is_cross_sell,
        converted.is_upsell,
        {{ local_date('scoped.started_at') }} as started_date,
        scoped.started_at,
        measured.first_request_at,
        -- Of a summary, the time that stands in may only bound it.
        case
            when summaries.conversation_key is null or summaries.has_response_time
                then scoped.first_answer_at
        end as first_answer_at,
        scoped.last_public_message_at,
        resolved.resolution_point_at,
        resolved.cutoff_at
    from scoped
    inner join conversations
        on scoped.conversation_key = conversations.conversation_key
    inner join themed
        on scoped.conversation_key = themed.conversation_key
    inner join resolved
        on scoped.conversation_key = resolved.conversation_key
    inner join measured
        on scoped.conversation_key = measured.conversation_key
    inner join judged
        on scoped.conversation_key = judged.conversation_key
    inner join timed
        on scoped.conversation_key = timed.conversation_key
    left join reconciled
        on scoped.conversation_key = reconciled.conversation_key
    left join summaries
        on scoped.conversation_key = summaries.conversation_key
    left join rated
        on scoped.conversation_key = rated.conversation_key
    left join sentiments
        on scoped.conversation_key = sentiments.conversation_key
    left join converted
        on scoped.conversation_key = converted.conversation_key
)

select * from final
