-- Where a person has answered and the system says when it was solved, a solve or close is an
-- attempt. Elsewhere nobody says so, and the last answer before a long silence stands for it: a
-- chat that closes itself after a day proves nothing about help.
with

scoped as (
    select * from {{ ref('int_conversations_scoped') }}
    where is_in_scope and first_answer_at is not null
),

conversations as (
    select * from {{ ref('int_conversations') }}
),

systems as (
    select * from {{ ref('int_conversation_systems_profiled') }}
),

solves as (
    select * from {{ ref('int_conversation_events_merged') }}
    where event_type in ('solved', 'closed')
),

messages as (
    select * from {{ ref('int_messages_sequenced') }}
),

solved_conversations as (
    select distinct conversation_key
    from solves
),

-- A conversation that is solved at an unknown time is one whose system keeps no time for it. As of
-- a time in the past, it is one that was solved later.
profiled as (
    select
        scoped.conversation_key,
        scoped.first_answer_at,
        scoped.first_human_answer_at,
        systems.is_solve_time_kept
        {%- if not var('as_of', none) %}
        and not (
            coalesce(conversations.status in ('solved', 'closed'), false)
            and solved_conversations.conversation_key is null
        )
        {%- endif %} as has_solve_times
    from scoped
    inner join conversations
        on scoped.conversation_key = conversations.conversation_key
    inner join systems
        on
            scoped.source_system = systems.source_system
            and scoped.source_instance = systems.source_instance
    left join solved_conversations
        on scoped.conversation_key = solved_conversations.conversation_key
),

solve_attempts as (
    select
        profiled.conversation_key,
        solves.event_type as attempt_type,
        solves.event_at as attempt_at
    from profiled
    inner join solves
        on profiled.conversation_key = solves.conversation_key
    where
        profiled.has_solve_times
        and solves.event_at >= profiled.first_answer_at
        and solves.event_at >= profiled.first_human_answer_at
),

last_answers as (
    select
        conversation_key,
        burst_number,
        max(sent_at) as attempt_at
    from messages
    where message_kind = 'answer'
    group by conversation_key, burst_number
),

-- Whether a person had answered is asked as of the attempt: what happens later changes nothing.
silence_attempts as (
    select
        profiled.conversation_key,
        'last_answer' as attempt_type,
        last_answers.attempt_at
    from profiled
    inner join last_answers
        on profiled.conversation_key = last_answers.conversation_key
    where
        last_answers.attempt_at >= profiled.first_answer_at
        and (
            not profiled.has_solve_times
            or coalesce(profiled.first_human_answer_at > last_answers.attempt_at, true)
        )
),

combined as (
    select * from solve_attempts
    union all
    select * from silence_attempts
),

-- Solved and closed in the same moment is one attempt.
final as (
    select
        conversation_key,
        max(attempt_type) as attempt_type,
        attempt_at
    from combined
    group by conversation_key, attempt_at
)

select * from final
