-- Which topics should go to a person at once? Those that the bot resolves rarely and customers
-- escalate or return about often.
with

conversations as (
    select * from {{ ref('fct_conversations') }}
),

final as (
    select
        coalesce(topic, '(none)') as topic,
        count(*) as conversations,
        count(case when is_evaluable and is_bot_involved then 1 end) as judged_with_bot,
        {{ ratio(
            'count(case when is_automated_resolution then 1 end)',
            'count(case when is_evaluable and is_bot_involved then 1 end)'
        ) }} as automated_resolution_rate,
        {{ ratio(
            'count(case when is_escalated then 1 end)',
            'count(case when is_bot_involved and is_matured then 1 end)'
        ) }} as escalation_rate,
        {{ ratio(
            'count(case when is_recontacted then 1 end)',
            'count(case when is_evaluable_for_recontact then 1 end)'
        ) }} as recontact_rate
    from conversations
    group by topic
)

select * from final
order by automated_resolution_rate, topic
