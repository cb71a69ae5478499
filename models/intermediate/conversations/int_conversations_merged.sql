-- A ticket merged into another, which may itself have been merged, ends in the last of the chain.
-- Each round doubles how far a conversation has been followed: five rounds reach 32 merges deep.
with

conversations as (
    select * from {{ ref('int_conversations') }}
),

-- A target that was not exported cannot take the messages over: such a row is not merged.
steps_0 as (
    select
        sources.conversation_key,
        targets.conversation_key as target_key
    from conversations as sources
    inner join conversations as targets
        on sources.merged_into_conversation_key = targets.conversation_key
),

{% for round in range(1, 6) %}
steps_{{ round }} as (
    select
        steps.conversation_key,
        coalesce(next_steps.target_key, steps.target_key) as target_key
    from steps_{{ round - 1 }} as steps
    left join steps_{{ round - 1 }} as next_steps
        on steps.target_key = next_steps.conversation_key
),

{% endfor %}
-- Where the end of the chain is itself merged on, the chain is a circle: nothing in it is merged.
ended as (
    select
        steps.conversation_key,
        steps.target_key
    from steps_5 as steps
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
