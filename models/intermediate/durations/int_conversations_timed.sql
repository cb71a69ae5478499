-- Durations, in whole seconds. A duration that is not over has none.
with

measured as (
    select * from {{ ref('int_conversations_measured') }}
),

resolved as (
    select * from {{ ref('int_conversations_resolved') }}
),

judged as (
    select * from {{ ref('int_conversations_judged') }}
),

statuses as (
    select * from {{ ref('int_conversation_statuses_measured') }}
),

kept as (
    select * from {{ ref('int_conversations_profiled') }}
),

turns as (
    select * from {{ ref('int_turns_measured') }}
),

human_responses as (
    select * from {{ ref('int_human_responses_timed') }}
),

turn_totals as (
    select
        conversation_key,
        count(*) as turn_count,
        cast(sum(response_seconds) as bigint) as turn_response_seconds,
        max(case when is_first_turn then response_seconds end) as first_response_seconds
    from turns
    group by conversation_key
),

-- An export without messages knows its first turn only, and one that lacks some knows none: how
-- many there were is not known.
final as (
    select
        measured.conversation_key,
        case
            when not measured.is_summary and not coalesce(resolved.lacks_messages, false)
                then coalesce(turn_totals.turn_count, 0)
        end as turn_count,
        case
            when not measured.is_summary and not coalesce(resolved.lacks_messages, false)
                then coalesce(turn_totals.turn_response_seconds, 0)
        end as turn_response_seconds,
        turn_totals.first_response_seconds,
        -- Late is known as soon as in time is: when the target has elapsed and that is seen. An
        -- answer of which no time is known, or a message that may be one, may have been in time.
        case
            when
                coalesce(resolved.lacks_messages, false)
                or (measured.has_answered_request and turn_totals.first_response_seconds is null)
                or judged.not_judgeable_reason = 'unclassified'
                then cast(null as boolean)
            when
                {{ elapsed_seconds(
                    'measured.first_request_at', 'resolved.instance_observed_until'
                ) }} >= {{ var('first_response_target_seconds') }}
                then coalesce(
                        turn_totals.first_response_seconds
                        <= {{ var('first_response_target_seconds') }},
                        false
                    )
        end as is_answered_in_time,
        case
            when not coalesce(resolved.lacks_messages, false)
                then {{ elapsed_seconds(
                    'measured.first_request_at', 'measured.first_human_response_at'
                ) }}
        end as first_human_response_seconds,
        case
            when not coalesce(resolved.lacks_messages, false) then human_responses.business_seconds
        end as first_human_response_business_seconds,
        case
            -- Where a person helped, the time of a solve that nobody dates is not its answer's.
            when
                judged.is_resolved
                and not coalesce(kept.has_undated_solve and judged.is_human_replied, false)
                then {{ elapsed_seconds(
                    'measured.first_request_at', 'resolved.resolution_point_at'
                ) }}
        end as resolution_seconds,
        case
            when judged.is_solved and statuses.last_solved_at >= measured.first_request_at
                then {{ elapsed_seconds('measured.first_request_at', 'statuses.last_solved_at') }}
        end as full_resolution_seconds,
        case
            when resolved.is_matured and not coalesce(resolved.lacks_messages, false)
                then {{ elapsed_seconds(
                    'measured.first_public_message_at', 'measured.last_seen_message_at'
                ) }}
        end as conversation_seconds
    from measured
    inner join resolved
        on measured.conversation_key = resolved.conversation_key
    inner join judged
        on measured.conversation_key = judged.conversation_key
    inner join statuses
        on measured.conversation_key = statuses.conversation_key
    left join kept
        on measured.conversation_key = kept.conversation_key
    left join turn_totals
        on measured.conversation_key = turn_totals.conversation_key
    left join human_responses
        on measured.conversation_key = human_responses.conversation_key
)

select * from final
