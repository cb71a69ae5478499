-- Whether a comment can have been written by hand. Only people use the agents' workspace or a
-- phone; nobody reads a customer's message, understands it and answers it through the interface or
-- by e-mail within seconds. What came through the interface itself may be a chat that was copied
-- later.
with

comments as (
    select
        *,
        via_channel in ('api', '5') as is_through_interface,
        via_channel in ('email', 'mail', '4') as is_by_mail
    from {{ ref('stg_zendesk__ticket_comments') }}
),

preceded as (
    select
        *,
        lag(author_id) over (
            partition by source_instance, ticket_id
            order by created_at, length(comment_id), comment_id
        ) as previous_author_id,
        lag(is_through_interface) over (
            partition by source_instance, ticket_id
            order by created_at, length(comment_id), comment_id
        ) as is_after_interface,
        lag(created_at) over (
            partition by source_instance, ticket_id
            order by created_at, length(comment_id), comment_id
        ) as previous_created_at
    from comments
    where
        is_public
        and coalesce(via_channel, '') not in ('rule', '8', 'system', 'merge', '19')
),

measured as (
    select
        *,
        coalesce({{ elapsed_seconds('previous_created_at', 'created_at') }} <= 20, false)
        and previous_author_id <> author_id as is_after_seconds,
        coalesce({{ elapsed_seconds('previous_created_at', 'created_at') }} <= 60, false)
        and previous_author_id <> author_id as is_after_a_minute
    from preceded
),

-- Numbers apart, the same words within seconds to one after another were written in advance.
judged as (
    select
        source_system,
        source_instance,
        comment_id,
        ticket_id,
        author_id,
        coalesce(is_through_interface, false) as is_through_interface,
        coalesce(
            via_channel in ('web', '0', 'email', 'mail', '4', 'mobile', 'mobile_sdk'), false
        ) as is_by_hand,
        coalesce(is_through_interface and is_after_seconds and not is_after_interface, false)
            as is_at_machine_speed,
        coalesce(is_by_mail and is_after_a_minute, false) as is_reply_of_a_mailbox,
        md5({{ regexp_replaced('body', '[0-9]', "''") }}) as text_key
    from measured
),

final as (
    select
        source_system,
        source_instance,
        comment_id,
        ticket_id,
        author_id,
        is_through_interface,
        is_by_hand,
        is_at_machine_speed,
        is_reply_of_a_mailbox,
        is_at_machine_speed
        and count(case when is_at_machine_speed then 1 end) over (
            partition by source_instance, author_id, text_key
        ) >= 3 as is_form_letter
    from judged
)

select * from final
