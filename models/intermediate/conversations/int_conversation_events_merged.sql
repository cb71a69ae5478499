-- Events in the light of what was said: which reopenings nobody asked for, and which closes only
-- put away what was solved before.
with

events as (
    select * from {{ ref('int_conversation_events_aligned') }}
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
        messages.message_kind,
        messages.author_role,
        0 as happening_order,
        messages.message_position,
        messages.sent_at as happened_at
    from messages
    inner join eventful
        on messages.conversation_key = eventful.conversation_key

    union all

    select
        conversation_key,
        event_type,
        cast(null as string) as message_kind,
        cast(null as string) as author_role,
        case event_type when 'reopened' then 1 when 'solved' then 2 else 3 end as happening_order,
        cast(null as bigint) as message_position,
        event_at as happened_at
    from events
),

preceded as (
    select
        *,
        max(message_position) over (
            partition by conversation_key
            order by happened_at, happening_order, event_type, message_position
            rows between unbounded preceding and current row
        ) as last_message_position,
        max(case when author_role = 'customer' then message_position end) over (
            partition by conversation_key
            order by happened_at, happening_order, event_type, message_position
            rows between unbounded preceding and current row
        ) as last_customer_position,
        max(case when author_role = 'customer' then happened_at end) over (
            partition by conversation_key
            order by happened_at, happening_order, event_type, message_position
            rows between unbounded preceding and current row
        ) as last_customer_at
    from timeline
),

-- What the customer wrote in the moment of the reopening caused it, whatever a rule replied since.
caused as (
    select
        conversation_key,
        event_type,
        happened_at,
        happening_order,
        message_kind,
        case
            when
                {{ add_seconds('last_customer_at', var('log_tolerance_seconds')) }} >= happened_at
                then last_customer_position
            else last_message_position
        end as cause_position
    from preceded
    where event_type is not null or message_kind = 'request'
),

-- A helpdesk reopens a ticket for a word of thanks or an out-of-office reply, too. Nobody asked.
judged as (
    select
        caused.*,
        coalesce(
            caused.event_type = 'reopened'
            and causes.author_role = 'customer'
            and causes.message_kind in ('closing', 'automatic'),
            false
        ) as is_idle_reopening
    from caused
    left join messages as causes
        on
            caused.conversation_key = causes.conversation_key
            and caused.cause_position = causes.message_position
),

-- Only a request, or a reopening that somebody asked for, opens again what was solved.
followed as (
    select
        *,
        lag(coalesce(event_type, message_kind)) over (
            partition by conversation_key
            order by happened_at, happening_order, event_type
        ) as previous_happening
    from judged
    where not is_idle_reopening and event_type is distinct from 'handoff_requested'
),

repeated as (
    select
        conversation_key,
        event_type,
        happened_at
    from followed
    where event_type = 'closed' and previous_happening in ('solved', 'closed')
),

final as (
    select
        judged.conversation_key,
        judged.event_type,
        judged.is_idle_reopening,
        repeated.conversation_key is not null as is_repeated_close,
        judged.happened_at as event_at
    from judged
    left join repeated
        on
            judged.conversation_key = repeated.conversation_key
            and judged.event_type = repeated.event_type
            and judged.happened_at = repeated.happened_at
    where judged.event_type is not null
)

select * from final
