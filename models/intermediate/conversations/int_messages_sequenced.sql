-- A burst ends with a silence longer than the resolution window. Turns end with an answer: a turn
-- holds the requests since the last answer and the answer to them.
with

messages as (
    select * from {{ ref('int_messages_classified') }}
    where message_kind <> 'automatic'
),

scoped as (
    select * from {{ ref('int_conversations_scoped') }}
    where is_in_scope
),

spoken as (
    select messages.*
    from messages
    inner join scoped
        on messages.conversation_key = scoped.conversation_key
),

-- Only requests, the acceptance of a person, and answers break a silence. A word of thanks does
-- not, nor a greeting: a conversation that has matured must not be reopened by what is said after
-- its window.
preceded as (
    select
        *,
        message_kind in ('request', 'acceptance', 'answer') as is_speech,
        max(
            case when message_kind in ('request', 'acceptance', 'answer') then sent_at end
        ) over (
            partition by conversation_key
            order by message_position
            rows between unbounded preceding and 1 preceding
        ) as previous_speech_at
    from spoken
),

final as (
    select
        message_key,
        conversation_key,
        author_record_key,
        author_role,
        message_kind,
        message_position,
        cast(1 + sum(
            case
                when
                    is_speech
                    and sent_at
                    > {{ add_hours('previous_speech_at', var('resolution_window_hours')) }}
                    then 1
                else 0
            end
        ) over (partition by conversation_key order by message_position) as integer)
            as burst_number,
        cast(1 + coalesce(sum(case when message_kind = 'answer' then 1 else 0 end) over (
            partition by conversation_key
            order by message_position
            rows between unbounded preceding and 1 preceding
        ), 0) as integer) as turn_number,
        is_confirmation,
        is_human_answer,
        is_after_request,
        is_summary,
        sent_at
    from preceded
)

select * from final
