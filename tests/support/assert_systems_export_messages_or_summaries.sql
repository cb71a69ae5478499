-- An export of conversations whose messages were left behind would vanish without a word: all of
-- them out of scope, or none of them to be judged. A summary needs what verdicts hang on: when the
-- customer first wrote, whether a bot and whether a person answered, and a time of the answer. What
-- only a system wrote is no message of anybody.
{{ config(
    description="Conversations would vanish without a word: their messages are missing.",
) }}

-- depends_on: {{ ref('kpi_scorecard') }}

with

conversations as (
    select * from {{ ref('int_conversations') }}
),

messages as (
    select distinct conversation_key
    from {{ ref('int_messages') }}
    where author_role <> 'system'
),

summaries as (
    select * from {{ ref('int_conversation_summaries_read') }}
),

systems as (
    select
        conversations.source_system,
        conversations.source_instance,
        count(*) as conversation_count,
        count(
            case
                when messages.conversation_key is null and summaries.conversation_key is null then 1
            end
        ) as silent_count,
        count(case when summaries.incomplete_reason = 'answers_unknown' then 1 end)
            as unanswered_count,
        count(case when summaries.incomplete_reason = 'answer_time_unknown' then 1 end)
            as undated_count
    from conversations
    left join messages
        on conversations.conversation_key = messages.conversation_key
    left join summaries
        on conversations.conversation_key = summaries.conversation_key
    group by conversations.source_system, conversations.source_instance
)

select
    *,
    concat(
        source_system,
        '@',
        source_instance,
        ': of ',
        conversation_count,
        ' conversations ',
        silent_count,
        ' have neither messages nor first_customer_message_at, ',
        unanswered_count,
        ' do not say who answered (bot_answer_count and human_answer_count, or last_answered_by),',
        ' ',
        undated_count,
        ' do not say when (first_answer_at or last_message_at). Export their messages, or fill ',
        'these in; if they are exported, read quarantined_records.'
    ) as message
from systems
where silent_count + unanswered_count + undated_count > 0.5 * conversation_count
