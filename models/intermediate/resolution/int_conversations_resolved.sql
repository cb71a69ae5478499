-- The resolution point is the first attempt that stands, else the last one. Everything a fact says
-- of the conversation is read as of the end of the window after it.
with

scoped as (
    select * from {{ ref('int_conversations_scoped') }}
    where is_in_scope
),

attempts as (
    select * from {{ ref('int_conversation_attempts') }}
),

recontacts as (
    select * from {{ ref('int_conversations_recontacted') }}
),

doubted as (
    select * from {{ ref('int_conversations_doubted') }}
),

observed as (
    select * from {{ ref('int_observed_until') }}
),

instances as (
    select * from {{ ref('int_instances_observed') }}
    where record_kind = 'messages'
),

resolution_points as (
    select *
    from attempts
    qualify row_number() over (
            partition by conversation_key
            order by
                case when is_voided then 1 else 0 end,
                case when is_voided then -attempt_number else attempt_number end
        ) = 1
),

joined as (
    select
        scoped.conversation_key,
        points.attempt_type,
        points.void_reason,
        coalesce(points.attempt_number, 0) as attempt_count,
        coalesce(not points.is_voided, false) as has_standing_attempt,
        coalesce(points.attempt_number = 1, false) as is_first_attempt,
        coalesce(points.is_asked_again or points.is_reopened, false) as is_voided_by_request,
        coalesce(points.is_disliked, false) as is_voided_by_feedback,
        coalesce(points.is_recontacted, false) as is_voided_by_recontact,
        scoped.incomplete_reason is not null as lacks_messages,
        scoped.is_identifiable or observed.conversation_tool_count <= 1 as is_recognisable,
        doubted.next_lost_contact_at,
        instances.observed_until as instance_observed_until,
        -- The person may come back to any tool that is live; here, only as long as this one is
        -- exported: after that it is unseen, not silent.
        least(observed.conversations_observed_until, instances.observed_until) as observed_until,
        recontacts.next_contact_at,
        points.attempt_at as resolution_point_at,
        coalesce(
            points.window_ends_at,
            {{ add_hours('scoped.last_public_message_at', var('resolution_window_hours')) }}
        ) as cutoff_at,
        {{ add_days(
            'coalesce(points.attempt_at, scoped.last_public_message_at)',
            var('recontact_window_days')
        ) }} as recontact_window_ends_at
    from scoped
    cross join observed
    left join instances
        on
            scoped.source_system = instances.source_system
            and scoped.source_instance = instances.source_instance
    left join resolution_points as points
        on scoped.conversation_key = points.conversation_key
    left join recontacts
        on scoped.conversation_key = recontacts.conversation_key
    left join doubted
        on scoped.conversation_key = doubted.conversation_key
),

-- A return that was exported and cannot be read is no silence.
observable as (
    select
        *,
        is_recognisable and not coalesce(next_lost_contact_at <= cutoff_at, false)
            as is_recontact_observable,
        is_recognisable
        and not coalesce(
            next_lost_contact_at <= greatest(cutoff_at, recontact_window_ends_at), false
        ) as is_later_recontact_observable
    from joined
),

matured as (
    select
        *,
        coalesce(observed_until >= cutoff_at, false) as is_matured,
        coalesce(
            observed_until >= greatest(cutoff_at, recontact_window_ends_at), false
        ) as is_matured_for_recontact,
        coalesce(next_contact_at <= recontact_window_ends_at, false) as is_followed
    from observable
),

final as (
    select
        conversation_key,
        attempt_type,
        void_reason,
        attempt_count,
        has_standing_attempt,
        is_first_attempt,
        is_voided_by_request,
        is_voided_by_feedback,
        is_voided_by_recontact,
        is_recontact_observable,
        is_matured,
        lacks_messages,
        is_matured and is_recontact_observable and not lacks_messages as is_evaluable,
        is_matured_for_recontact and is_later_recontact_observable and not lacks_messages
            as is_evaluable_for_recontact,
        case
            when is_matured_for_recontact and is_later_recontact_observable and not lacks_messages
                then is_followed
        end as is_recontacted,
        next_contact_at,
        resolution_point_at,
        cutoff_at,
        recontact_window_ends_at,
        instance_observed_until
    from matured
)

select * from final
