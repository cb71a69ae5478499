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
        metric_date,
        channel,
        topic,
        sum(conversations) as conversation_count,
        sum(conversations - immature_conversations) as matured_count,
        sum(deflection_rate_all_denominator) as deflection_known_count,
        sum(immature_conversations) as immature_count,
        sum(unobservable_conversations) as unobservable_count,
        sum(unjudgeable_conversations) as unjudgeable_count,
        sum(evaluable_conversations) as evaluable_count,
        sum(bot_conversations) as bot_involved_count,
        sum(matured_bot_conversations) as bot_involved_matured_count,
        sum(deflection_rate_denominator) as bot_involved_evaluable_count,
        sum(deflection_rate_all_numerator) as deflected_count_all,
        sum(deflection_rate_numerator) as deflected_count,
        sum(containment_rate_numerator) as contained_count,
        sum(automated_resolution_rate_numerator) as automated_resolution_count,
        sum(confirmed_resolution_rate_numerator) as confirmed_resolution_count,
        sum(assumed_resolution_rate_numerator) as assumed_resolution_count,
        sum(resolutions_after_withdrawn_handoff) as resolved_after_withdrawn_handoff_count,
        sum(deflection_gap_numerator) as deflection_gap_count,
        sum(false_deflection_rate_numerator) as false_deflection_count,
        {% for reason in [
            'handoff_unanswered', 'no_answer', 'left_waiting', 'negative_feedback', 'recontacted'
        ] -%}
        count(case when false_deflection_reason = '{{ reason }}' then 1 end)
            as false_deflection_{{ reason }}_count,
        {% endfor -%}
        sum(resolution_rate_numerator) as resolved_count
    from conversations
    group by metric_date, channel, topic
),

final as (
    select
        channel,
        topic,
        {% for count in [
            'conversation_count', 'matured_count', 'immature_count', 'deflection_known_count',
            'unobservable_count', 'unjudgeable_count', 'evaluable_count', 'bot_involved_count',
            'bot_involved_matured_count', 'bot_involved_evaluable_count', 'deflected_count_all',
            'deflected_count',
            'contained_count', 'automated_resolution_count', 'confirmed_resolution_count',
            'assumed_resolution_count', 'resolved_after_withdrawn_handoff_count',
            'deflection_gap_count', 'false_deflection_count',
            'false_deflection_handoff_unanswered_count', 'false_deflection_no_answer_count',
            'false_deflection_left_waiting_count', 'false_deflection_negative_feedback_count',
            'false_deflection_recontacted_count', 'resolved_count'
        ] -%}
        cast({{ count }} as bigint) as {{ count }},
        {% endfor -%}
        {{ ratio('deflected_count_all', 'deflection_known_count') }} as deflection_rate_all,
        {{ ratio('deflected_count', 'bot_involved_evaluable_count') }} as deflection_rate,
        {{ ratio('contained_count', 'bot_involved_evaluable_count') }} as containment_rate,
        {{ ratio('automated_resolution_count', 'bot_involved_evaluable_count') }}
            as automated_resolution_rate,
        {{ ratio('deflection_gap_count', 'bot_involved_evaluable_count') }} as deflection_gap,
        {{ ratio('false_deflection_count', 'deflected_count') }} as false_deflection_rate,
        {{ ratio('resolved_count', 'evaluable_count') }} as resolution_rate,
        metric_date as started_date
    from counted
)

select * from final
