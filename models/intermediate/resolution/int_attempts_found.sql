-- Where a person has answered and the system says when it was solved, a solve or close is an
-- attempt. Elsewhere nobody says so, and the last answer before a long silence stands for it: a
-- chat that closes itself after a day proves nothing about help.
with

scoped as (
    select * from {{ ref('int_conversations_scoped') }}
    where is_in_scope and first_answer_at is not null
),

kept as (
    select * from {{ ref('int_conversations_profiled') }}
),

-- A close that only puts away what was solved is nobody's attempt.
solves as (
    select * from {{ ref('int_conversation_events_merged') }}
    where event_type in ('solved', 'closed') and not is_repeated_close
),

messages as (
    select * from {{ ref('int_messages_sequenced') }}
),

profiled as (
    select
        scoped.conversation_key,
        scoped.first_answer_at,
        scoped.first_human_answer_at,
        kept.is_solve_time_kept
    from scoped
    inner join kept
        on scoped.conversation_key = kept.conversation_key
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
        profiled.is_solve_time_kept
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
            not profiled.is_solve_time_kept
            or coalesce(profiled.first_human_answer_at > last_answers.attempt_at, true)
        )
),

-- Solved and closed in the same moment, as one log or two tell it, is one attempt.
preceded_attempts as (
    select
        *,
        lag(attempt_at) over (
            partition by conversation_key order by attempt_at asc, attempt_type desc
        ) as previous_attempt_at
    from solve_attempts
),

attempts as (
    select
        conversation_key,
        attempt_type,
        attempt_at
    from preceded_attempts
    where
        previous_attempt_at is null
        or attempt_at > {{ add_seconds('previous_attempt_at', var('log_tolerance_seconds')) }}

    union all

    select
        conversation_key,
        attempt_type,
        attempt_at
    from silence_attempts
),

final as (
    select
        *,
        {{ add_hours('attempt_at', var('resolution_window_hours')) }} as window_ends_at
    from attempts
)

select * from final
