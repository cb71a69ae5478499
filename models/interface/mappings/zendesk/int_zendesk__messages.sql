with

comments as (
    select * from {{ ref('int_zendesk__comments_classified') }}
),

-- A call is a request at its start and an answer by whoever took it; both heard it, whatever the
-- visibility of its record.
call_requests as (
    select
        *,
        comment_id || '-request' as message_id,
        requester_id as message_author_id,
        'customer' as message_author_role,
        'request' as kind,
        true as is_read_by_customer,
        coalesce(call_started_at, created_at) as sent_at
    from comments
    where is_call and not is_outbound_call
),

call_answers as (
    select
        *,
        comment_id || '-answer' as message_id,
        call_answered_by_id as message_author_id,
        'agent' as message_author_role,
        'answer' as kind,
        true as is_read_by_customer,
        coalesce(call_started_at, created_at) as sent_at
    from comments
    where is_call and call_answered_by_id is not null
),

written as (
    select
        *,
        comment_id as message_id,
        author_id as message_author_id,
        author_role as message_author_role,
        message_kind as kind,
        is_public as is_read_by_customer,
        created_at as sent_at
    from comments
    where not is_call
),

unioned as (
    select * from written
    union all
    select * from call_requests
    union all
    select * from call_answers
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'message_id']) }} as message_key,
        {{ surrogate_key(['source_system', 'source_instance', 'ticket_id']) }} as conversation_key,
        case message_author_role
            when 'customer'
                then {{ surrogate_key(['source_system', 'source_instance', 'message_author_id']) }}
            when 'system' then cast(null as string)
            else
                {{ surrogate_key([
                    'source_system', 'source_instance', "'agent'", 'message_author_id',
                ]) }}
        end as author_record_key,
        source_system,
        source_instance,
        message_id,
        ticket_id as conversation_id,
        message_author_id as author_id,
        message_author_role as author_role,
        kind as message_kind,
        body,
        cast(null as string) as vendor_sentiment,
        cast(
            row_number() over (
                partition by source_instance, ticket_id
                order by
                    sent_at asc, length(comment_id) asc, comment_id asc, kind desc, message_id asc
            ) as integer
        ) as message_sequence,
        is_read_by_customer as is_public,
        sent_at
    from unioned
)

select * from final
