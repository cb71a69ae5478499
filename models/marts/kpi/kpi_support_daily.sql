-- Every metric of conversations and of their turns by who answered, which says more of a bot than
-- the channel does. A day on which nobody was answered has conversations and no turns.
with

conversations as (
    select * from {{ ref('int_conversations_counted') }}
),

turns as (
    select * from {{ ref('int_turns_counted') }}
),

conversations_summed as (
    select
        channel,
        handled_by,
        {{ summed_metrics('int_conversations_counted') }}
        metric_date
    from conversations
    group by metric_date, channel, handled_by
),

turns_summed as (
    select
        channel,
        handled_by,
        {{ summed_metrics('int_turns_counted') }}
        metric_date
    from turns
    group by metric_date, channel, handled_by
),

conversation_rows as (
    {{ metrics_as_rows(
        'int_conversations_counted', 'conversations_summed',
        ['channel', 'handled_by', 'metric_date']
    ) }}
),

turn_rows as (
    {{ metrics_as_rows(
        'int_turns_counted', 'turns_summed', ['channel', 'handled_by', 'metric_date']
    ) }}
),

united as (
    select * from conversation_rows
    union all
    select * from turn_rows
),

final as (
    select
        metric,
        channel,
        handled_by,
        numerator,
        denominator,
        metric_value,
        metric_date
    from united
)

select * from final
