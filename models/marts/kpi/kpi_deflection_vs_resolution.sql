-- The headline: of the conversations a bot kept from people, how many were helped. Every rate is
-- over the same evaluable rows, so that the steps from involved to confirmed can be laid side by
-- side; only `deflection_rate_all` counts as a vendor's dashboard would. What each metric counts is
-- said in `int_conversations_counted`.
with

conversations as (
    select * from {{ ref('int_conversations_counted') }}
),

counted as (
    select
        channel,
        topic,
        cast(sum(conversations) as bigint) as conversation_count,
        cast(sum(conversations - immature_conversations) as bigint) as matured_count,
        cast(sum(immature_conversations) as bigint) as immature_count,
        cast(sum(deflection_rate_all_denominator) as bigint) as deflection_known_count,
        cast(sum(unobservable_conversations) as bigint) as unobservable_count,
        cast(sum(unjudgeable_conversations) as bigint) as unjudgeable_count,
        cast(sum(evaluable_conversations) as bigint) as evaluable_count,
        cast(sum(bot_conversations) as bigint) as bot_involved_count,
        cast(sum(matured_bot_conversations) as bigint) as bot_involved_matured_count,
        cast(sum(deflection_rate_denominator) as bigint) as bot_involved_evaluable_count,
        cast(sum(deflection_rate_all_numerator) as bigint) as deflected_count_all,
        cast(sum(deflection_rate_numerator) as bigint) as deflected_count,
        cast(sum(containment_rate_numerator) as bigint) as contained_count,
        cast(sum(automated_resolution_rate_numerator) as bigint) as automated_resolution_count,
        cast(sum(confirmed_resolution_rate_numerator) as bigint) as confirmed_resolution_count,
        cast(sum(assumed_resolution_rate_numerator) as bigint) as assumed_resolution_count,
        cast(sum(resolutions_after_withdrawn_handoff) as bigint)
            as resolved_after_withdrawn_handoff_count,
        cast(sum(deflection_gap_numerator) as bigint) as deflection_gap_count,
        cast(sum(false_deflection_rate_numerator) as bigint) as false_deflection_count,
        count(case when false_deflection_reason = 'handoff_unanswered' then 1 end)
            as false_deflection_handoff_unanswered_count,
        count(case when false_deflection_reason = 'no_answer' then 1 end)
            as false_deflection_no_answer_count,
        count(case when false_deflection_reason = 'left_waiting' then 1 end)
            as false_deflection_left_waiting_count,
        count(case when false_deflection_reason = 'negative_feedback' then 1 end)
            as false_deflection_negative_feedback_count,
        count(case when false_deflection_reason = 'recontacted' then 1 end)
            as false_deflection_recontacted_count,
        cast(sum(resolution_rate_numerator) as bigint) as resolved_count,
        metric_date as started_date
    from conversations
    group by metric_date, channel, topic
),

final as (
    select
        *,
        {{ ratio('deflected_count_all', 'deflection_known_count') }} as deflection_rate_all,
        {{ ratio('deflected_count', 'bot_involved_evaluable_count') }} as deflection_rate,
        {{ ratio('contained_count', 'bot_involved_evaluable_count') }} as containment_rate,
        {{ ratio('automated_resolution_count', 'bot_involved_evaluable_count') }}
            as automated_resolution_rate,
        {{ ratio('deflection_gap_count', 'bot_involved_evaluable_count') }} as deflection_gap,
        {{ ratio('false_deflection_count', 'deflected_count') }} as false_deflection_rate,
        {{ ratio('resolved_count', 'evaluable_count') }} as resolution_rate
    from counted
)

select * from final
