with

responses as (
    select * from {{ ref('int_survey_responses') }}
),

scored as (
    select * from {{ ref('int_survey_responses_scored') }}
),

merged as (
    select * from {{ ref('int_conversations_merged') }}
),

conversations as (
    select * from {{ ref('int_conversations_scoped') }}
),

orders as (
    select * from {{ ref('int_orders_scoped') }}
),

customers as (
    select * from {{ ref('int_customers_resolved') }}
),

observed as (
    select * from {{ ref('int_observed_until') }}
),

followed as (
    select
        responses.*,
        coalesce(merged.surviving_conversation_key, responses.conversation_key)
            as surviving_conversation_key
    from responses
    left join merged
        on responses.conversation_key = merged.conversation_key
),

-- Who answered is whom the survey names, else whose conversation or order it is about.
joined as (
    select
        followed.*,
        case
            when followed.customer_id is not null or followed.customer_email is not null
                then customers.customer_key
            else coalesce(conversations.customer_key, orders.customer_key, customers.customer_key)
        end as customer_key,
        coalesce(conversations.channel, '(none)') as channel,
        conversations.out_of_scope_reason as conversation_out_of_scope_reason,
        orders.out_of_scope_reason as order_out_of_scope_reason,
        observed.plausible_until
    from followed
    cross join observed
    left join conversations
        on followed.surviving_conversation_key = conversations.conversation_key
    left join orders
        on followed.order_key = orders.order_key
    left join customers
        on followed.customer_record_key = customers.customer_record_key
),

-- A conversation that is out because no customer wrote in it, or a clock was wrong, may have been
-- rated by a real customer all the same.
reasoned as (
    select
        *,
        case
            when conversation_out_of_scope_reason in ('spam', 'test', 'deleted')
                then conversation_out_of_scope_reason
            when order_out_of_scope_reason = 'test' then 'test'
            when greatest(invited_at, responded_at) > plausible_until then 'implausible_time'
        end as out_of_scope_reason
    from joined
),

-- What was asked once: a question about a conversation, else an order, else a person at the time
-- of the invitation, since who is asked again next quarter is asked something new. Without an
-- invitation either, the day says when: a chat that asks after each visit names nothing else.
asked as (
    select
        reasoned.*,
        coalesce(
            reasoned.surviving_conversation_key, reasoned.order_key, reasoned.customer_key
        ) as subject_key,
        case
            when reasoned.surviving_conversation_key is null and reasoned.order_key is null
                then coalesce(
                        reasoned.invited_at,
                        cast({{ local_date('reasoned.responded_at') }} as timestamp)
                    )
        end as asked_at,
        coalesce(scored.question_words, '') as question_words,
        scored.nps_group,
        scored.score_normalised,
        scored.is_positive,
        scored.is_negative,
        reasoned.out_of_scope_reason is null
        and reasoned.responded_at is not null as is_answer_in_scope
    from reasoned
    left join scored
        on reasoned.survey_response_key = scored.survey_response_key
),

-- The last answer counts; where scores are asked for, the last one with a score: a comment that
-- comes later takes nothing back. Of two at the same instant the lower one, so that chance does
-- not choose.
ranked as (
    select
        *,
        row_number() over (
            partition by
                source_system, source_instance, survey_id, survey_type, subject_key, asked_at,
                question_words, is_answer_in_scope
            order by
                case
                    when survey_type in ('csat', 'nps', 'ces') and score_normalised is null then 1
                    else 0
                end,
                responded_at desc,
                score_normalised asc nulls last,
                survey_response_key desc
        ) as answer_number
    from asked
),

final as (
    select
        survey_response_key,
        {{ surrogate_key(['source_system', 'source_instance', 'survey_id']) }} as survey_key,
        surviving_conversation_key as conversation_key,
        order_key,
        customer_key,
        subject_key,
        source_system,
        source_instance,
        survey_id,
        channel,
        survey_type,
        nps_group,
        out_of_scope_reason,
        score,
        score_normalised,
        is_positive,
        is_negative,
        out_of_scope_reason is null as is_in_scope,
        is_answer_in_scope and answer_number = 1 as is_counted_answer,
        invited_at,
        responded_at
    from ranked
)

select * from final
