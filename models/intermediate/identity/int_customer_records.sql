with

customers as (
    select * from {{ ref('int_customers') }}
),

disowned as (
    select * from {{ ref('int_customer_records_disowned') }}
),

-- Everything that names a customer record. Without an id the key was made from the row itself:
-- that row is a record of its own, a guest. Who ordered under an id has an account, whatever else
-- is known of him; a chat knows mere visitors by an id.
referred as (
    {% for entity, id, at in [
        ('order', 'customer_id', 'ordered_at'),
        ('conversation', 'customer_id', 'created_at'),
        ('checkout', 'customer_id', 'created_at'),
        ('survey_response', 'customer_id', 'coalesce(invited_at, responded_at)'),
        ('session', 'customer_id', 'started_at'),
        ('subscription', 'customer_id', 'started_at'),
        ('notification', 'customer_id', 'sent_at'),
        ('experiment_assignment', 'customer_id', 'assigned_at'),
    ] %}
    select
        customer_record_key,
        source_system,
        source_instance,
        case when {{ id }} is null then '{{ entity }}' else 'customer' end as record_kind,
        {{ id }} is not null
        and {{ 'true' if entity in ('order', 'subscription') else 'false' }} as has_account,
        {{ at }} as seen_at
    from {{ ref('int_' ~ entity ~ 's') }}

    union all

    {% endfor %}
    select
        author_record_key as customer_record_key,
        source_system,
        source_instance,
        case when author_id is null then 'message' else 'customer' end as record_kind,
        false as has_account,
        sent_at as seen_at
    from {{ ref('int_messages') }}
    where author_role = 'customer' and author_record_key is not null
),

unnamed as (
    select
        conversations.source_system,
        conversations.source_instance,
        conversations.conversation_id,
        conversations.created_at
    from {{ ref('int_conversations') }} as conversations
    inner join disowned
        on conversations.customer_record_key = disowned.customer_record_key
    where conversations.customer_id is not null
),

mentioned as (
    select
        customer_record_key,
        source_system,
        source_instance,
        record_kind,
        has_account,
        false as is_anonymous,
        seen_at
    from referred

    union all

    select
        customer_record_key,
        source_system,
        source_instance,
        'customer' as record_kind,
        not is_anonymous as has_account,
        is_anonymous,
        created_at as seen_at
    from customers

    union all

    -- Whoever wrote under a record that names nobody is a guest of that conversation.
    select
        {{ surrogate_key([
            'source_system', 'source_instance', "'conversation'", 'conversation_id',
        ]) }} as customer_record_key,
        source_system,
        source_instance,
        'conversation' as record_kind,
        false as has_account,
        false as is_anonymous,
        created_at as seen_at
    from unnamed
),

grouped as (
    select
        customer_record_key,
        min(source_system) as source_system,
        min(source_instance) as source_instance,
        -- One row may be a guest's conversation and its messages: it is named by the first.
        coalesce(
            min(case when record_kind = 'customer' then record_kind end), min(record_kind)
        ) as record_kind,
        bool_or(has_account) as has_account,
        bool_or(is_anonymous) as is_anonymous,
        min(seen_at) as first_seen_at
    from mentioned
    group by customer_record_key
),

final as (
    select
        grouped.customer_record_key,
        grouped.source_system,
        grouped.source_instance,
        grouped.record_kind,
        grouped.is_anonymous,
        grouped.has_account,
        disowned.customer_record_key is not null as is_nobody,
        grouped.first_seen_at
    from grouped
    left join disowned
        on grouped.customer_record_key = disowned.customer_record_key
)

select * from final
