-- A ticket merged into another, which may itself have been merged, ends in the last of the chain.
-- Each round doubles how far a conversation has been followed: sixteen reach 65,536 merges deep. A
-- round reads the one before it once: engines that inline CTEs would otherwise do twice the work in
-- each.
{%- set rounds = 16 %}

with

conversations as (
    select * from {{ ref('int_conversations') }}
),

-- A target that was not exported cannot take the messages over: such a row is not merged. One that
-- is spam, a test or deleted, and the end of its chain, would take a customer's request out of
-- sight.
steps_0 as (
    select
        sources.conversation_key,
        targets.conversation_key as target_key
    from conversations as sources
    inner join conversations as targets
        on sources.merged_into_conversation_key = targets.conversation_key
    where
        targets.merged_into_conversation_key is not null
        or not coalesce(targets.is_spam or targets.is_test or targets.is_deleted, false)
),

sides as (
    select true as is_onward
    union all
    select false as is_onward
),

-- Beside each conversation: the step that leads on from it, and those that led to it.
{% for round in range(1, rounds + 1) %}
meetings_{{ round }} as (
    select
        steps.conversation_key,
        steps.target_key,
        sides.is_onward,
        max(case when sides.is_onward then steps.target_key end) over (
            partition by
                case when sides.is_onward then steps.conversation_key else steps.target_key end
        ) as next_target_key
    from steps_{{ round - 1 }} as steps
    cross join sides
),

steps_{{ round }} as {{ materialized() }} (
    select
        conversation_key,
        coalesce(next_target_key, target_key) as target_key
    from meetings_{{ round }}
    where not is_onward
),

{% endfor %}
-- Where the end of the chain is itself merged on, the chain is a circle: nothing in it is merged.
ended as (
    select
        steps.conversation_key,
        steps.target_key
    from steps_{{ rounds }} as steps
    left join steps_0 as next_steps
        on steps.target_key = next_steps.conversation_key
    where next_steps.conversation_key is null
),

final as (
    select
        conversations.conversation_key,
        coalesce(ended.target_key, conversations.conversation_key) as surviving_conversation_key,
        ended.target_key is not null as is_merged
    from conversations
    left join ended
        on conversations.conversation_key = ended.conversation_key
)

select * from final
