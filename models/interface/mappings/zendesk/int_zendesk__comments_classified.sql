-- Who wrote, and what he was when he wrote: the helpdesk keeps only what he is today.
with

comments as (
    select * from {{ ref('stg_zendesk__ticket_comments') }}
),

tickets as (
    select * from {{ ref('stg_zendesk__tickets') }}
),

merged_tickets as (
    select * from {{ ref('int_zendesk__tickets_merged') }}
),

users as (
    select * from {{ ref('int_zendesk__users_classified') }}
),

attested as (
    select * from {{ ref('int_zendesk__agents_attested') }}
),

recorded as (
    select * from {{ ref('int_zendesk__ticket_agents_recorded') }}
),

timed as (
    select * from {{ ref('int_zendesk__comments_timed') }}
),

seats as (
    select * from {{ ref('int_zendesk__seats_observed') }}
),

strangers as (
    select * from {{ ref('int_zendesk__strangers_weighed') }}
),

-- Versions of a record give spells in a role; before the first he was what it says already.
customer_spells as (
    select
        source_instance,
        user_id,
        case when spell_number > 1 then first_seen_at end as was_customer_from,
        first_seen_at,
        last_seen_at as was_customer_until
    from {{ ref('stg_zendesk__user_roles') }}
    where role = 'end-user'
),

-- Between two spells nobody knows when he changed: there the ticket decides.
customer_times as (
    select
        comments.source_instance,
        comments.comment_id,
        bool_or(
            comments.created_at <= spells.was_customer_until
            and coalesce(comments.created_at >= spells.was_customer_from, true)
        ) as is_in_a_spell,
        bool_or(comments.created_at between spells.first_seen_at and spells.was_customer_until)
            as is_between_versions
    from comments
    inner join customer_spells as spells
        on
            comments.source_instance = spells.source_instance
            and comments.author_id = spells.user_id
            and comments.created_at <= spells.was_customer_until
    group by comments.source_instance, comments.comment_id
),

-- Staff ask, too, and colleagues answer them.
answered_by_agents as (
    select distinct
        comments.source_instance,
        comments.ticket_id,
        tickets.requester_id
    from comments
    inner join tickets
        on
            comments.source_instance = tickets.source_instance
            and comments.ticket_id = tickets.ticket_id
            and comments.author_id <> tickets.requester_id
    inner join users
        on
            comments.source_instance = users.source_instance
            and comments.author_id = users.user_id
    where comments.is_public and users.author_role = 'agent'
),

joined as (
    select
        comments.*,
        tickets.requester_id,
        users.author_role as user_role,
        coalesce(users.is_listed_as_a_bot, false) as is_listed_as_a_bot,
        coalesce(users.is_listed_as_a_person, false) as is_listed_as_a_person,
        attested.user_id is not null as has_been_an_agent,
        recorded.user_id is not null as has_worked_on_it,
        strangers.author_id is not null as is_stranger,
        strangers.author_role as stranger_role,
        coalesce(strangers.has_opened, false) as is_stranger_who_opened,
        answered_by_agents.ticket_id is not null as is_asking_colleagues,
        coalesce(timed.is_by_hand, false) as is_by_hand,
        coalesce(timed.is_at_machine_speed, false) as is_at_machine_speed,
        coalesce(timed.is_reply_of_a_mailbox, false) as is_reply_of_a_mailbox,
        coalesce(timed.is_form_letter and seats.is_acknowledging, false) as is_acknowledgement,
        coalesce(seats.is_used_by_a_machine, false) as is_seat_of_a_machine,
        coalesce(customer_times.is_in_a_spell, false) as was_still_a_customer,
        coalesce(customer_times.is_between_versions, false) as was_surely_a_customer,
        coalesce(
            comments.via_source_rel = 'merge' or comments.via_channel in ('merge', '19'), false
        ) as is_by_merge,
        {{ elapsed_seconds('merged_tickets.merged_at', 'comments.created_at') }}
            as seconds_since_merge
    from comments
    left join tickets
        on
            comments.source_instance = tickets.source_instance
            and comments.ticket_id = tickets.ticket_id
    left join merged_tickets
        on
            comments.source_instance = merged_tickets.source_instance
            and comments.ticket_id = merged_tickets.ticket_id
    left join users
        on
            comments.source_instance = users.source_instance
            and comments.author_id = users.user_id
    left join attested
        on
            comments.source_instance = attested.source_instance
            and comments.author_id = attested.user_id
    left join recorded
        on
            comments.source_instance = recorded.source_instance
            and comments.ticket_id = recorded.ticket_id
            and comments.author_id = recorded.user_id
    left join timed
        on
            comments.source_instance = timed.source_instance
            and comments.comment_id = timed.comment_id
    left join seats
        on
            comments.source_instance = seats.source_instance
            and comments.author_id = seats.user_id
    left join strangers
        on
            comments.source_instance = strangers.source_instance
            and comments.ticket_id = strangers.ticket_id
            and comments.author_id = strangers.author_id
    left join answered_by_agents
        on
            comments.source_instance = answered_by_agents.source_instance
            and comments.ticket_id = answered_by_agents.ticket_id
            and comments.author_id = answered_by_agents.requester_id
    left join customer_times
        on
            comments.source_instance = customer_times.source_instance
            and comments.comment_id = customer_times.comment_id
),

-- Merging writes a comment in both tickets at that moment; the words are for exports that keep
-- neither where it came from nor the tag.
marked as (
    select
        *,
        is_by_merge
        or coalesce(
            seconds_since_merge between -60 and 60 and author_id is distinct from requester_id,
            false
        )
        or coalesce(body like 'This request was closed and merged into request #%', false)
        or coalesce(body like 'Request #% was closed and merged into this request%', false)
        or coalesce(body like 'Requests #% were closed and merged into this request%', false)
            as is_merge_notice,
        -- The channel decides, comment by comment: people answer by hand under a bot's seat, and a
        -- machine under a person's.
        user_role = 'bot' and is_by_hand and not is_listed_as_a_bot as is_person_on_a_bots_seat,
        user_role = 'agent'
        and is_at_machine_speed
        and is_seat_of_a_machine
        and not is_listed_as_a_person as is_machine_on_a_seat,
        user_role = 'agent' and is_reply_of_a_mailbox as is_absence
    from joined
),

decided as (
    select
        *,
        case
            when author_id is null then 'system'
            when via_channel in ('rule', '8', 'system') or is_merge_notice then 'system'
            when user_role = 'agent' and was_surely_a_customer then 'customer'
            when user_role = 'agent' and was_still_a_customer and not has_worked_on_it
                then 'customer'
            when user_role = 'agent' and is_asking_colleagues then 'customer'
            when is_person_on_a_bots_seat then 'agent'
            when is_acknowledgement or is_absence then 'system'
            when is_machine_on_a_seat then 'bot'
            when user_role = 'bot' or user_role = 'agent' then user_role
            -- A customer where he asks himself; where he wrote beside another, he was on the team.
            when author_id = requester_id then 'customer'
            when was_surely_a_customer and not has_worked_on_it then 'customer'
            when has_been_an_agent or stranger_role = 'agent' then 'agent'
            when user_role is null and not is_public then 'agent'
            when user_role is null and is_stranger then stranger_role
            when user_role is null then 'customer'
            else user_role
        end as decided_role
    from marked
),

-- Of whom nothing says what he was, nothing is counted: he neither asks nor answers.
final as (
    select
        source_system,
        source_instance,
        comment_id,
        ticket_id,
        case
            when is_stranger_who_opened and decided_role = 'customer' then requester_id
            else author_id
        end as author_id,
        requester_id,
        call_answered_by_id,
        comment_type,
        body,
        coalesce(decided_role, 'system') as author_role,
        case
            when
                via_channel in ('rule', '8', 'system')
                or is_merge_notice
                or decided_role is null
                or (decided_role = 'system' and (is_acknowledgement or is_absence))
                then 'automatic'
        end as message_kind,
        decided_role is null as is_author_unknown,
        is_public,
        is_outbound_call,
        is_merge_notice,
        coalesce(comment_type in ('VoiceComment', 'TpeVoiceComment'), false) as is_call,
        call_started_at,
        created_at
    from decided
)

select * from final
