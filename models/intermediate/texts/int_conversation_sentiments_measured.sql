{#- The lexicon's own usual bounds: from 0.05 positive, to -0.05 negative, neutral between. -#}
{%- set positive_from = 0.05 -%}
-- How the customer sounded first and last, up to the end of the window. The vendor's judgement of a
-- message wins over the lexicon's: it has seen more than the words.
with

messages as (
    select * from {{ ref('int_customer_messages_keyed') }}
),

texts as (
    select * from {{ ref('int_message_texts_scored') }}
),

resolved as (
    select * from {{ ref('int_conversations_resolved') }}
),

seen as (
    select messages.*
    from messages
    inner join resolved
        on messages.conversation_key = resolved.conversation_key
    where messages.sent_at <= resolved.cutoff_at
),

scored as (
    select
        seen.conversation_key,
        seen.message_position,
        case seen.vendor_sentiment
            when 'positive' then 1
            when 'neutral' then 0
            when 'negative' then -1
            else texts.sentiment_score
        end as sentiment_score
    from seen
    left join texts
        on seen.text_key = texts.text_key
),

known as (
    select
        *,
        row_number() over (partition by conversation_key order by message_position)
            as number_from_first,
        row_number() over (partition by conversation_key order by message_position desc)
            as number_from_last
    from scored
    where sentiment_score is not null
),

measured as (
    select
        conversation_key,
        count(*) as scored_message_count,
        max(case when number_from_first = 1 then sentiment_score end) as first_sentiment_score,
        max(case when number_from_last = 1 then sentiment_score end) as last_sentiment_score
    from known
    group by conversation_key
),

final as (
    select
        conversation_key,
        scored_message_count,
        cast(first_sentiment_score as decimal(18, 6)) as first_sentiment_score,
        cast(last_sentiment_score as decimal(18, 6)) as last_sentiment_score,
        cast(
            case
                when scored_message_count > 1 then last_sentiment_score - first_sentiment_score
            end as decimal(18, 6)
        ) as sentiment_shift,
        last_sentiment_score >= {{ positive_from }} as is_sentiment_positive,
        last_sentiment_score <= -{{ positive_from }} as is_sentiment_negative
    from measured
)

select * from final
