-- Every metric of conversations side by side. Sum numerators and denominators before dividing; the
-- medians and percentiles hold for their own row only.
with

conversations as (
    select * from {{ ref('int_conversations_counted') }}
),

turns as (
    select * from {{ ref('int_turns_counted') }}
),

conversations_summed as (
    select
        metric_date,
        channel,
        handled_by,
        {{ summed_metrics('int_conversations_counted') }}
        sum(immature_conversations) as immature_conversation_count,
        sum(unobservable_conversations) as unobservable_conversation_count,
        sum(unjudgeable_conversations) as unjudgeable_conversation_count,
        sum(evaluable_conversations) as evaluable_conversation_count
    from conversations
    group by metric_date, channel, handled_by
),

turns_summed as (
    select
        metric_date,
        channel,
        handled_by,
        {{ summed_metrics('int_turns_counted') }}
        count(*) as turn_count
    from turns
    group by metric_date, channel, handled_by
),

final as (
    select
        conversations_summed.channel,
        conversations_summed.handled_by,
        cast(conversations_summed.conversations_numerator as bigint) as conversation_count,
        cast(conversations_summed.immature_conversation_count as bigint)
            as immature_conversation_count,
        cast(conversations_summed.unobservable_conversation_count as bigint)
            as unobservable_conversation_count,
        cast(conversations_summed.unjudgeable_conversation_count as bigint)
            as unjudgeable_conversation_count,
        cast(conversations_summed.evaluable_conversation_count as bigint)
            as evaluable_conversation_count,
        cast(coalesce(turns_summed.turn_count, 0) as bigint) as answered_turn_count,
        {{ metric_columns('int_conversations_counted', 'conversations_summed') }}
        {{ metric_columns('int_turns_counted', 'turns_summed') }}
        conversations_summed.metric_date as started_date
    from conversations_summed
    left join turns_summed
        on
            conversations_summed.metric_date = turns_summed.metric_date
            and conversations_summed.channel = turns_summed.channel
            and conversations_summed.handled_by = turns_summed.handled_by
)

select * from final
