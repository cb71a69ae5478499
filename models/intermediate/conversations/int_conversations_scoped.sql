with

conversations as (
    select * from {{ ref('int_conversations') }}
),

merged as (
    select * from {{ ref('int_conversations_merged') }}
),

summaries as (
    select * from {{ ref('int_conversation_summaries_read') }}
),

-- A status or a rating that nobody can read is lost like a message: it may have been the one on
-- which the verdict hangs.
lost as (
    select
        conversation_key,
        bool_or(not is_deleted) as is_any_refused
    from {{ ref('int_lost_records') }}
    where record_kind <> 'conversations'
    group by conversation_key
),

messages as (
    select * from {{ ref('int_messages_classified') }}
),

customers as (
    select * from {{ ref('int_customers_resolved') }}
),

topics as (
    select * from {{ ref('int_conversation_topics') }}
    where is_main_topic
),

channels as (
    select * from {{ ref('ref_channels') }}
),

observed as (
    select * from {{ ref('int_observed_until') }}
),

-- Of what was merged, the messages are the target's: so is what lacks of them. A target that is not
-- there took the rest of the conversation out of sight.
gaps as (
    select
        merged.surviving_conversation_key as conversation_key,
        max(
            case
                when conversations.incomplete_reason is not null
                    then conversations.incomplete_reason
                when summaries.incomplete_reason is not null then summaries.incomplete_reason
                when
                    conversations.merged_into_conversation_key is not null
                    and targets.conversation_key is null
                    then 'merged_elsewhere'
                when lost.is_any_refused then 'record_refused'
                when lost.conversation_key is not null then 'record_deleted'
            end
        ) as gap_reason
    from conversations
    inner join merged
        on conversations.conversation_key = merged.conversation_key
    left join summaries
        on conversations.conversation_key = summaries.conversation_key
    left join lost
        on conversations.conversation_key = lost.conversation_key
    left join conversations as targets
        on conversations.merged_into_conversation_key = targets.conversation_key
    group by merged.surviving_conversation_key
),

openings as (
    select *
    from messages
    where author_role = 'customer' and message_kind <> 'automatic'
    qualify row_number() over (partition by conversation_key order by message_position) = 1
),

-- An answer before anybody asked is not the first answer: the shop wrote first.
rolled_up as (
    select
        conversation_key,
        min(case when message_kind = 'request' then sent_at end) as first_request_at,
        min(case when message_kind = 'answer' and is_after_request then sent_at end)
            as first_answer_at,
        min(case when is_human_answer then sent_at end) as first_human_answer_at,
        max(sent_at) as last_public_message_at
    from messages
    group by conversation_key
),

-- Who writes through a form has the conversation for a record.
joined as (
    select
        conversations.*,
        gaps.gap_reason,
        merged.is_merged,
        coalesce(authors.customer_key, askers.customer_key, guests.customer_key) as customer_key,
        coalesce(askers.customer_key, guests.customer_key) as named_customer_key,
        coalesce(
            authors.is_identifiable, askers.is_identifiable, guests.is_identifiable, false
        ) as is_identifiable,
        coalesce(channels.channel, 'other') as canonical_channel,
        topics.topic as canonical_topic,
        openings.sent_at as started_at,
        rolled_up.first_request_at,
        rolled_up.first_answer_at as first_answered_at,
        rolled_up.first_human_answer_at,
        rolled_up.last_public_message_at,
        observed.plausible_until
    from conversations
    inner join merged
        on conversations.conversation_key = merged.conversation_key
    cross join observed
    left join gaps
        on conversations.conversation_key = gaps.conversation_key
    left join openings
        on conversations.conversation_key = openings.conversation_key
    left join rolled_up
        on conversations.conversation_key = rolled_up.conversation_key
    left join customers as authors
        on
            openings.author_record_key = authors.customer_record_key
            and not coalesce(authors.is_nobody, false)
    left join customers as askers
        on
            conversations.customer_record_key = askers.customer_record_key
            and not (
                coalesce(askers.is_nobody, false) and conversations.customer_id is not null
            )
    left join customers as guests
        on
            {{ surrogate_key([
                'conversations.source_system', 'conversations.source_instance',
                "'conversation'", 'conversations.conversation_id',
            ]) }} = guests.customer_record_key
    left join channels
        on conversations.channel = channels.channel
    left join topics
        on conversations.conversation_key = topics.conversation_key
),

reasoned as (
    select
        *,
        case
            when is_spam then 'spam'
            when is_test then 'test'
            when is_deleted then 'deleted'
            when is_merged then 'merged'
            when started_at is null then 'no_customer_message'
            when
                greatest(created_at, solved_at, closed_at, last_public_message_at) > plausible_until
                then 'implausible_time'
        end as out_of_scope_reason
    from joined
),

final as (
    select
        conversation_key,
        customer_key,
        named_customer_key,
        customer_record_key,
        source_system,
        source_instance,
        conversation_id,
        canonical_channel as channel,
        canonical_topic as topic,
        out_of_scope_reason,
        gap_reason as incomplete_reason,
        out_of_scope_reason is null as is_in_scope,
        is_identifiable,
        started_at,
        first_request_at,
        first_answered_at as first_answer_at,
        first_human_answer_at,
        last_public_message_at
    from reasoned
)

select * from final
