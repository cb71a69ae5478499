-- Who worked on a ticket by what the vendor keeps of it: only agents are assigned tickets, are
-- rated, take calls, solve what another asked and write notes in the workspace.
with

tickets as (
    select * from {{ ref('stg_zendesk__tickets') }}
),

comments as (
    select * from {{ ref('stg_zendesk__ticket_comments') }}
),

recorded as (
    select
        source_system,
        source_instance,
        ticket_id,
        assignee_id as user_id
    from tickets

    union all

    select
        source_system,
        source_instance,
        ticket_id,
        assignee_id as user_id
    from {{ ref('stg_zendesk__ticket_assignments') }}

    union all

    select
        source_system,
        source_instance,
        ticket_id,
        assignee_id as user_id
    from {{ ref('stg_zendesk__satisfaction_ratings') }}

    union all

    select
        source_system,
        source_instance,
        ticket_id,
        call_answered_by_id as user_id
    from comments

    union all

    -- What an outsider mails to a ticket becomes a note, too.
    select
        source_system,
        source_instance,
        ticket_id,
        author_id as user_id
    from comments
    where not is_public and via_channel in ('web', '0', 'mobile') and author_id is not null

    union all

    -- A customer in copy can open a ticket again, and do no more to it.
    select
        changes.source_system,
        changes.source_instance,
        changes.ticket_id,
        changes.author_id as user_id
    from {{ ref('stg_zendesk__ticket_status_changes') }} as changes
    inner join tickets
        on
            changes.source_instance = tickets.source_instance
            and changes.ticket_id = tickets.ticket_id
    where
        changes.status in ('pending', 'hold', 'solved')
        and changes.author_id <> tickets.requester_id
        and coalesce(changes.via_channel, '') not in ('rule', '8', 'system')
),

final as (
    select distinct
        source_system,
        source_instance,
        ticket_id,
        user_id
    from recorded
    where user_id is not null
)

select * from final
