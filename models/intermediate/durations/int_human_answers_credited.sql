-- What came of a conversation is credited to who wrote, not to whom it is assigned today: the first
-- response to who gave it, help to who had answered last when it was reached, a rating to who had
-- answered last when it was given, a reopening to who had answered last when it was first solved.
with

messages as (
    select * from {{ ref('int_messages_sequenced') }}
    where is_human_answer
),

agents as (
    select * from {{ ref('int_agents') }}
    where agent_kind = 'human'
),

resolved as (
    select * from {{ ref('int_conversations_resolved') }}
),

rated as (
    select * from {{ ref('int_conversations_rated') }}
),

events as (
    select * from {{ ref('int_conversation_events_merged') }}
    where event_type in ('solved', 'closed')
),

turns as (
    select * from {{ ref('int_turns_measured') }}
),

first_solves as (
    select
        conversation_key,
        min(event_at) as first_solved_at
    from events
    group by conversation_key
),

-- Where nobody tried, or the solve has no time, who answered last by the end of the window.
joined as (
    select
        messages.*,
        messages.is_after_request and messages.sent_at <= resolved.cutoff_at as is_response,
        messages.sent_at <= coalesce(resolved.resolution_point_at, resolved.cutoff_at)
            as is_by_resolution,
        messages.sent_at <= coalesce(first_solves.first_solved_at, resolved.cutoff_at)
            as is_by_solve,
        coalesce(messages.sent_at < rated.csat_responded_at, false) as is_by_rating
    from messages
    inner join resolved
        on messages.conversation_key = resolved.conversation_key
    left join rated
        on messages.conversation_key = rated.conversation_key
    left join first_solves
        on messages.conversation_key = first_solves.conversation_key
),

positioned as (
    select
        *,
        min(case when is_response then message_position end)
            over (partition by conversation_key) as first_response_position,
        max(case when is_by_resolution then message_position end)
            over (partition by conversation_key) as resolution_position,
        max(case when is_by_rating then message_position end)
            over (partition by conversation_key) as rating_position,
        max(case when is_by_solve then message_position end)
            over (partition by conversation_key) as solve_position
    from joined
),

-- An answer whose author the export does not name stays above, so that nobody else gets the credit.
final as (
    select
        positioned.message_key,
        positioned.conversation_key,
        agents.agent_key,
        turns.response_seconds,
        coalesce(positioned.message_position = positioned.first_response_position, false)
            as is_first_response,
        coalesce(positioned.message_position = positioned.resolution_position, false)
            as is_last_before_resolution,
        coalesce(positioned.message_position = positioned.rating_position, false)
            as is_last_before_rating,
        coalesce(positioned.message_position = positioned.solve_position, false)
            as is_last_before_solve,
        {{ local_date('positioned.sent_at') }} as answered_date,
        positioned.sent_at as answered_at
    from positioned
    inner join agents
        on positioned.author_record_key = agents.agent_key
    left join turns
        on
            positioned.conversation_key = turns.conversation_key
            and positioned.turn_number = turns.turn_number
)

select * from final
