-- Messages and events come from two logs, one of which may count in whole seconds or write a little
-- earlier than the other. An event that is up to `log_tolerance_seconds` older than the message it
-- belongs to is given that message's time, here and nowhere else: what reads events compares times
-- to the letter. An event that has its message just before it keeps its own.
{%- set tolerance = "interval '" ~ var('log_tolerance_seconds') ~ "' second" %}
with

events as (
    select * from {{ ref('int_conversation_events_gathered') }}
),

messages as (
    select * from {{ ref('int_messages_classified') }}
),

eventful as (
    select distinct conversation_key
    from events
),

timeline as (
    select
        messages.conversation_key,
        cast(null as string) as event_type,
        case
            when messages.message_kind = 'answer' then 'answer'
            when messages.message_kind = 'closing' then 'closing'
            when messages.author_role = 'customer' and messages.message_kind <> 'automatic'
                then 'request'
        end as said,
        case
            when messages.author_role = 'customer' then 'customer'
            when messages.message_kind = 'automatic' then 'automatic'
            else messages.author_role
        end as spoken_by,
        messages.sent_at as happened_at
    from messages
    inner join eventful
        on messages.conversation_key = eventful.conversation_key

    union all

    select
        conversation_key,
        event_type,
        case when event_type in ('solved', 'closed') then 'end' end as said,
        cast(null as string) as spoken_by,
        event_at as happened_at
    from events
),

surrounded as (
    select
        *,
        max(case when spoken_by = 'customer' then happened_at end) over (
            partition by conversation_key order by happened_at
            range between {{ tolerance }} preceding and current row
        ) as customer_before_at,
        min(case when spoken_by = 'customer' then happened_at end) over (
            partition by conversation_key order by happened_at
            range between current row and {{ tolerance }} following
        ) as customer_after_at,
        max(case when spoken_by = 'agent' then happened_at end) over (
            partition by conversation_key order by happened_at
            range between {{ tolerance }} preceding and current row
        ) as agent_before_at,
        max(case when spoken_by = 'agent' then happened_at end) over (
            partition by conversation_key order by happened_at
            range between current row and {{ tolerance }} following
        ) as agent_after_at,
        max(case when spoken_by = 'bot' then happened_at end) over (
            partition by conversation_key order by happened_at
            range between {{ tolerance }} preceding and current row
        ) as bot_before_at,
        max(case when spoken_by = 'bot' then happened_at end) over (
            partition by conversation_key order by happened_at
            range between current row and {{ tolerance }} following
        ) as bot_after_at,
        max(case when said = 'answer' then happened_at end) over (
            partition by conversation_key order by happened_at
            range between unbounded preceding and current row
        ) as answered_at,
        max(case when said = 'answer' and spoken_by = 'agent' then happened_at end) over (
            partition by conversation_key order by happened_at
            range between unbounded preceding and current row
        ) as answered_by_agent_at,
        max(case when said = 'request' then happened_at end) over (
            partition by conversation_key order by happened_at
            range between unbounded preceding and {{ tolerance }} following
        ) as requested_at,
        max(case when said = 'closing' then happened_at end) over (
            partition by conversation_key order by happened_at
            range between unbounded preceding and current row
        ) as thanked_at,
        max(case when said = 'end' then happened_at end) over (
            partition by conversation_key order by happened_at
            range between unbounded preceding and current row
        ) as ended_at
    from timeline
),

-- A workflow that sorts a conversation into a team after a person answered, after thanks or after
-- the close hands nobody over, and neither does a handover that is noted when all is done. A bot
-- that answers and hands over by itself does.
asked_for as (
    select *
    from surrounded
    where
        event_type is not null
        and not (
            event_type = 'handoff_requested'
            and agent_before_at is null
            and (
                coalesce(answered_by_agent_at > requested_at, false)
                or (
                    coalesce(answered_at >= requested_at, false)
                    and (
                        coalesce(thanked_at > answered_at, false)
                        or coalesce(ended_at > answered_at and ended_at < happened_at, false)
                    )
                )
            )
        )
),

-- A solve or close belongs to an agent's reply rather than to a bot's, a reopening to what the
-- customer wrote. A handoff belongs to the person who took over with it, or else to the last words
-- of the bot that announced it.
aligned as (
    select
        conversation_key,
        event_type,
        case
            when event_type = 'reopened'
                then case
                        when customer_before_at is null
                            then coalesce(customer_after_at, happened_at)
                        else happened_at
                    end
            when event_type = 'handoff_requested'
                then coalesce(agent_before_at, bot_after_at, happened_at)
            when agent_before_at is not null then happened_at
            when agent_after_at is not null then agent_after_at
            when bot_before_at is not null then happened_at
            else coalesce(bot_after_at, happened_at)
        end as event_at
    from asked_for
),

final as (
    select distinct
        conversation_key,
        event_type,
        event_at
    from aligned
)

select * from final
