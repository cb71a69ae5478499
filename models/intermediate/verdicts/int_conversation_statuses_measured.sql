-- Solves, reopenings and handoffs up to the end of the window, and whether the solve stands then.
with

resolved as (
    select * from {{ ref('int_conversations_resolved') }}
),

events as (
    select * from {{ ref('int_conversation_events_merged') }}
),

requests as (
    select * from {{ ref('int_messages_sequenced') }}
    where message_kind = 'request'
),

conversations as (
    select * from {{ ref('int_conversations') }}
),

kept as (
    select * from {{ ref('int_conversations_profiled') }}
),

-- A change of status that was refused may have been any, at any time.
lost as (
    select distinct merged.surviving_conversation_key as conversation_key
    from {{ ref('int_lost_records') }} as records
    inner join {{ ref('int_conversations_merged') }} as merged
        on records.conversation_key = merged.conversation_key
    where records.record_kind = 'events'
),

happenings as (
    select
        conversation_key,
        event_type as happening,
        is_idle_reopening,
        is_repeated_close,
        event_at as happened_at
    from events

    union all

    select
        conversation_key,
        'request' as happening,
        false as is_idle_reopening,
        false as is_repeated_close,
        sent_at as happened_at
    from requests
),

rolled_up as (
    select
        happenings.conversation_key,
        max(
            case
                when
                    happenings.happening in ('solved', 'closed')
                    and not happenings.is_repeated_close
                    and happenings.happened_at <= resolved.cutoff_at
                    then happenings.happened_at
            end
        ) as last_solved_at,
        max(
            case
                when
                    happenings.happening = 'reopened'
                    and not happenings.is_idle_reopening
                    and happenings.happened_at <= resolved.cutoff_at
                    then happenings.happened_at
            end
        ) as last_reopened_at,
        max(
            case
                when
                    happenings.happening = 'request'
                    and happenings.happened_at <= resolved.cutoff_at
                    then happenings.happened_at
            end
        ) as last_request_at,
        max(
            case
                when
                    happenings.happening = 'handoff_requested'
                    and happenings.happened_at <= resolved.cutoff_at
                    then happenings.happened_at
            end
        ) as last_handoff_event_at,
        max(case when happenings.happening in ('solved', 'closed') then happenings.happened_at end)
            as last_ended_at,
        max(
            case
                when happenings.happening in ('reopened', 'request') then happenings.happened_at
            end
        ) as last_opened_at
    from happenings
    inner join resolved
        on happenings.conversation_key = resolved.conversation_key
    group by happenings.conversation_key
),

joined as (
    select
        resolved.conversation_key,
        kept.is_status_kept,
        kept.has_status_events,
        {%- if var('as_of', none) %}
        -- The status is newer than the time asked for: solved, but not by then.
        not kept.is_solve_time_kept and
        {%- endif %}
        coalesce(conversations.status in ('solved', 'closed'), false) as is_solved_by_status,
        conversations.reopen_count,
        coalesce(conversations.status = 'unknown', false)
        {%- if var('as_of', none) %}
        and not kept.is_solve_time_kept
        {%- endif %} as is_status_unknown,
        lost.conversation_key is not null as has_lost_event,
        coalesce(conversations.status in ('solved', 'closed'), false) as is_closed_at_export,
        coalesce(conversations.status in ('open', 'pending'), false) as is_open_at_export,
        rolled_up.last_solved_at,
        rolled_up.last_reopened_at,
        rolled_up.last_request_at,
        rolled_up.last_handoff_event_at,
        rolled_up.last_ended_at,
        rolled_up.last_opened_at
    from resolved
    inner join conversations
        on resolved.conversation_key = conversations.conversation_key
    inner join kept
        on resolved.conversation_key = kept.conversation_key
    left join rolled_up
        on resolved.conversation_key = rolled_up.conversation_key
    left join lost
        on resolved.conversation_key = lost.conversation_key
),

-- Some helpdesks do not date that a request opened a conversation again: it did, unless the status
-- says closed and no later close is known. And one that is open at the export, though nothing is
-- known to have opened it since the solve, was opened again at a time that nobody noted.
reopened as (
    select
        *,
        coalesce(last_reopened_at > last_solved_at, false)
        or (
            coalesce(last_request_at > last_solved_at, false)
            {%- if not var('as_of', none) %}
            and not (is_closed_at_export and last_ended_at <= last_request_at)
            {%- endif %}
        )
        {%- if not var('as_of', none) %}
        or (
            is_open_at_export
            and last_ended_at <= last_solved_at
            and coalesce(last_opened_at <= last_solved_at, true)
        )
        {%- endif %} as is_open_again
    from joined
),

-- Where no time is known, the status at the time of the export is all there is.
final as (
    select
        conversation_key,
        is_status_kept,
        case
            when not is_status_kept or has_lost_event then null
            -- What cannot be read may say that it was opened again.
            when last_solved_at is not null
                then case when is_open_again or not is_status_unknown then not is_open_again end
            when last_ended_at is not null then false
            when not is_status_unknown then is_solved_by_status
        end as is_solved,
        case
            when not is_status_kept then null
            when last_solved_at is not null then true
            when has_lost_event then null
            when last_ended_at is not null then false
            when not is_status_unknown then is_solved_by_status
        end as has_been_solved,
        case
            when not is_status_kept then null
            when last_reopened_at is not null then true
            when has_lost_event then case when reopen_count > 0 then true end
            when has_status_events then false
            else reopen_count > 0
        end as is_reopened,
        last_solved_at,
        last_handoff_event_at
    from reopened
)

select * from final
