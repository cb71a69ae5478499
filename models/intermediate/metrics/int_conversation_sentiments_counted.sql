-- The metrics of sentiment, row by row: marts and the semantic layer sum these columns and divide.
with

sentiments as (
    select * from {{ ref('int_conversation_sentiments_measured') }}
),

scoped as (
    select * from {{ ref('int_conversations_scoped') }}
),

themed as (
    select * from {{ ref('int_conversations_themed') }}
),

final as (
    select
        sentiments.conversation_key,
        scoped.source_system,
        scoped.channel,
        coalesce(themed.topic, '(none)') as topic,
        coalesce(themed.topic_source, '(none)') as topic_source,
        case when sentiments.is_sentiment_positive then 1 else 0 end
            as sentiment_positive_rate_numerator,
        1 as sentiment_positive_rate_denominator,
        coalesce(sentiments.sentiment_shift, 0) as sentiment_shift_numerator,
        case when sentiments.sentiment_shift is not null then 1 else 0 end
            as sentiment_shift_denominator,
        {{ local_date('scoped.started_at') }} as metric_date
    from sentiments
    inner join scoped
        on sentiments.conversation_key = scoped.conversation_key
    inner join themed
        on sentiments.conversation_key = themed.conversation_key
)

select * from final
