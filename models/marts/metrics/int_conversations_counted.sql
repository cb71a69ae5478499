-- Every metric of a conversation, as what it adds to the numerator and to the denominator. The
-- flags are the fact's; only here is it said which rows a metric counts.
with

conversations as (
    select * from {{ ref('fct_conversations') }}
),

final as (
    select
        conversation_key,
        customer_key,
        source_system,
        channel,
        coalesce(topic, '(none)') as topic,
        coalesce(topic_source, '(none)') as topic_source,
        coalesce(handled_by, '(unknown)') as handled_by,
        coalesce(false_deflection_reason, '(none)') as false_deflection_reason,
        first_response_seconds,
        first_human_response_seconds,
        first_human_response_business_seconds,
        resolution_seconds,
        full_resolution_seconds,
        conversation_seconds,
        1 as conversations,
        case when not is_matured then 1 else 0 end as immature_conversations,
        case when is_matured and not is_recontact_observable then 1 else 0 end
            as unobservable_conversations,
        case when is_matured and is_recontact_observable and not is_evaluable then 1 else 0 end
            as unjudgeable_conversations,
        case when is_evaluable then 1 else 0 end as evaluable_conversations,
        case when is_bot_involved then 1 else 0 end as bot_conversations,
        case when is_bot_involved and is_matured then 1 else 0 end as matured_bot_conversations,
        case when is_deflected and is_resolved and not is_contained then 1 else 0 end
            as resolutions_after_withdrawn_handoff,

        -- The ladder: every step over the same evaluable conversations with a bot.
        {{ share('deflection_rate', 'is_deflected', among='is_bot_involved and is_evaluable') }},
        {{ share('containment_rate', 'is_contained', among='is_bot_involved and is_evaluable') }},
        {{ share(
            'automated_resolution_rate', 'is_automated_resolution',
            among='is_bot_involved and is_evaluable'
        ) }},
        {{ share(
            'confirmed_resolution_rate', "coalesce(automated_resolution_kind = 'confirmed', false)",
            among='is_bot_involved and is_evaluable'
        ) }},
        {{ share(
            'assumed_resolution_rate', "coalesce(automated_resolution_kind = 'assumed', false)",
            among='is_bot_involved and is_evaluable'
        ) }},
        {{ share(
            'deflection_gap', 'is_deflected and not is_automated_resolution',
            among='is_bot_involved and is_evaluable'
        ) }},
        {{ share(
            'false_deflection_rate', 'is_false_deflection', among='is_deflected and is_evaluable'
        ) }},
        -- What a vendor's dashboard would show.
        {{ share('deflection_rate_all', 'is_deflected', among='is_matured') }},

        {{ share('resolution_rate', 'is_resolved', among='is_evaluable') }},
        {{ share(
            'resolution_without_escalation_rate', 'is_resolved and not is_escalated',
            among='is_evaluable'
        ) }},
        {{ share(
            'first_contact_resolution_rate', 'is_first_contact_resolution',
            among='is_evaluable_for_recontact'
        ) }},
        {{ share('recontact_rate', 'is_recontacted', among='is_evaluable_for_recontact') }},
        {{ share('escalation_rate', 'is_escalated', among='is_bot_involved and is_matured') }},
        -- What was opened again is a failure of these, and stays among what had been solved.
        {{ share('reopen_rate', 'is_reopened', among='has_been_solved') }},
        {{ share('one_touch_rate', 'is_one_touch', among='has_been_solved') }},
        {{ share('zero_touch_rate', 'is_zero_touch', among='has_been_solved') }},
        {{ share('left_waiting_rate', 'is_left_waiting', among='is_matured') }},
        {{ share('interaction_abandonment_rate', 'is_abandoned', among='is_matured') }},
        -- A topic guessed from the customer's words is none that anybody recognised.
        {{ share(
            'intent_recognition_rate', "coalesce(topic_source = 'vendor', false)",
            among='is_bot_involved'
        ) }},
        {{ share('sentiment_positive_rate', 'is_sentiment_positive') }},
        {{ mean('sentiment_shift', 'sentiment_shift') }},

        {{ share('first_response_target_rate', 'is_answered_in_time') }},
        {{ mean('first_response_seconds_mean', 'first_response_seconds') }},
        {{ mean('first_human_response_seconds_mean', 'first_human_response_seconds') }},
        {{ mean(
            'first_human_response_business_seconds_mean', 'first_human_response_business_seconds'
        ) }},
        {{ mean('resolution_seconds_mean', 'resolution_seconds') }},
        {{ mean('full_resolution_seconds_mean', 'full_resolution_seconds') }},
        {{ mean('conversation_seconds_mean', 'conversation_seconds') }},

        {{ share('conversational_conversion_rate', 'is_converted') }},
        {{ share('cross_sell_rate', 'is_cross_sell') }},
        {{ share('upsell_rate', 'is_upsell') }},
        -- Money waits as the yes does: who may still buy has not brought nothing.
        {{ mean(
            'revenue_per_conversation',
            'case when is_converted is not null then attributed_net_revenue_amount end'
        ) }},

        started_date as metric_date
    from conversations
)

select * from final
