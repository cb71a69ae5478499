-- The headline: of the conversations a bot kept from people, how many were helped. Every rate is
-- over the same evaluable rows, so that the steps from involved to confirmed can be laid side by
-- side; only `deflection_rate_all` counts as a vendor's dashboard would.
with

conversations as (
    select * from {{ ref('fct_conversations') }}
),

counted as (
    select
        started_date,
        channel,
        coalesce(topic, '(none)') as topic,
        count(*) as conversation_count,
        count(case when is_matured then 1 end) as matured_count,
        count(case when not is_matured then 1 end) as immature_count,
        count(case when is_matured and not is_recontact_observable then 1 end)
            as unobservable_count,
        count(case when is_evaluable then 1 end) as evaluable_count,
        count(case when is_bot_involved then 1 end) as bot_involved_count,
        count(case when is_bot_involved and is_matured then 1 end) as bot_involved_matured_count,
        count(case when is_bot_involved and is_evaluable then 1 end)
            as bot_involved_evaluable_count,
        count(case when is_deflected then 1 end) as deflected_count_all,
        count(case when is_deflected and is_evaluable then 1 end) as deflected_count,
        count(case when is_contained and is_evaluable then 1 end) as contained_count,
        count(case when is_automated_resolution then 1 end) as automated_resolution_count,
        count(case when automated_resolution_kind = 'confirmed' then 1 end)
            as confirmed_resolution_count,
        count(case when automated_resolution_kind = 'assumed' then 1 end)
            as assumed_resolution_count,
        count(case when is_deflected and is_resolved and not is_contained then 1 end)
            as resolved_after_withdrawn_handoff_count,
        count(case when is_false_deflection then 1 end) as false_deflection_count,
        {% for reason in [
            'handoff_unanswered', 'no_answer', 'left_waiting', 'negative_feedback', 'recontacted'
        ] -%}
        count(case when false_deflection_reason = '{{ reason }}' then 1 end)
            as false_deflection_{{ reason }}_count,
        {% endfor -%}
        count(case when is_resolved then 1 end) as resolved_count
    from conversations
    group by started_date, channel, coalesce(topic, '(none)')
),

final as (
    select
        channel,
        topic,
        conversation_count,
        matured_count,
        immature_count,
        unobservable_count,
        evaluable_count,
        bot_involved_count,
        bot_involved_matured_count,
        bot_involved_evaluable_count,
        deflected_count_all,
        deflected_count,
        contained_count,
        automated_resolution_count,
        confirmed_resolution_count,
        assumed_resolution_count,
        resolved_after_withdrawn_handoff_count,
        deflected_count - automated_resolution_count as deflection_gap_count,
        false_deflection_count,
        false_deflection_handoff_unanswered_count,
        false_deflection_no_answer_count,
        false_deflection_left_waiting_count,
        false_deflection_negative_feedback_count,
        false_deflection_recontacted_count,
        resolved_count,
        {{ ratio('deflected_count_all', 'matured_count') }} as deflection_rate_all,
        {{ ratio('deflected_count', 'bot_involved_evaluable_count') }} as deflection_rate,
        {{ ratio('contained_count', 'bot_involved_evaluable_count') }} as containment_rate,
        {{ ratio('automated_resolution_count', 'bot_involved_evaluable_count') }}
            as automated_resolution_rate,
        {{ ratio(
            'deflected_count - automated_resolution_count', 'bot_involved_evaluable_count'
        ) }} as deflection_gap,
        {{ ratio('false_deflection_count', 'deflected_count') }} as false_deflection_rate,
        {{ ratio('resolved_count', 'evaluable_count') }} as resolution_rate,
        started_date
    from counted
)

select * from final
