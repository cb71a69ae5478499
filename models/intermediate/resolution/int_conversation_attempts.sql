-- An attempt stands unless, within the window after it, the customer asked again here or took the
-- offer of a person, the ticket was reopened, the same person asked again elsewhere, or the last
-- word of a rating is negative.
with

attempts as (
    select * from {{ ref('int_attempts_found') }}
),

messages as (
    select * from {{ ref('int_messages_sequenced') }}
),

events as (
    select * from {{ ref('int_conversation_events_merged') }}
),

disliked as (
    select * from {{ ref('int_attempts_disliked') }}
),

recontacts as (
    select * from {{ ref('int_conversations_recontacted') }}
),

-- What happens in the moment of the attempt sorts before it: the window is open at its start.
timeline as (
    select
        conversation_key,
        1 as is_attempt,
        attempt_type as happening,
        attempt_at as happened_at
    from attempts

    union all

    select
        conversation_key,
        0 as is_attempt,
        'request' as happening,
        sent_at as happened_at
    from messages
    where message_kind in ('request', 'acceptance')

    union all

    select
        conversation_key,
        0 as is_attempt,
        'reopened' as happening,
        event_at as happened_at
    from events
    where event_type = 'reopened' and not is_idle_reopening
),

followed as (
    select
        conversation_key,
        is_attempt,
        happened_at as attempt_at,
        min(case when happening = 'request' then happened_at end) over (
            partition by conversation_key
            order by happened_at, is_attempt, happening
            rows between 1 following and unbounded following
        ) as next_request_at,
        min(case when happening = 'reopened' then happened_at end) over (
            partition by conversation_key
            order by happened_at, is_attempt, happening
            rows between 1 following and unbounded following
        ) as next_reopened_at
    from timeline
),

judged as (
    select
        attempts.*,
        coalesce(followed.next_request_at <= attempts.window_ends_at, false) as is_asked_again,
        coalesce(followed.next_reopened_at <= attempts.window_ends_at, false) as is_reopened,
        disliked.conversation_key is not null as is_disliked,
        coalesce(recontacts.next_contact_at <= attempts.window_ends_at, false) as is_recontacted
    from attempts
    inner join followed
        on
            attempts.conversation_key = followed.conversation_key
            and attempts.attempt_at = followed.attempt_at
            and followed.is_attempt = 1
    left join disliked
        on
            attempts.conversation_key = disliked.conversation_key
            and attempts.attempt_at = disliked.attempt_at
    left join recontacts
        on attempts.conversation_key = recontacts.conversation_key
),

reasoned as (
    select
        *,
        case
            when is_asked_again then 'asked_again'
            when is_reopened then 'reopened'
            when is_disliked then 'negative_feedback'
            when is_recontacted then 'recontacted'
        end as void_reason
    from judged
),

final as (
    select
        conversation_key,
        attempt_type,
        void_reason,
        row_number() over (partition by conversation_key order by attempt_at) as attempt_number,
        is_asked_again,
        is_reopened,
        is_disliked,
        is_recontacted,
        void_reason is not null as is_voided,
        attempt_at,
        window_ends_at
    from reasoned
)

select * from final
