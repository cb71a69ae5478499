-- What customers wrote about, how they sounded in the end, and whether they were helped.
with

conversations as (
    select
        *,
        {{ month_start('started_date') }} as started_month_date
    from {{ ref('fct_conversations') }}
),

sentiments as (
    select * from {{ ref('int_conversation_sentiments_counted') }}
),

counted as (
    select
        conversations.started_month_date,
        conversations.channel,
        coalesce(conversations.topic, '(none)') as topic,
        count(*) as conversation_count,
        count(case when conversations.topic_source = 'vendor' then 1 end) as vendor_topic_count,
        count(case when conversations.topic_source = 'keyword' then 1 end) as keyword_topic_count,
        count(case when conversations.is_evaluable then 1 end) as evaluable_count,
        count(case when conversations.is_resolved then 1 end) as resolved_count,
        cast(coalesce(sum(sentiments.sentiment_positive_rate_numerator), 0) as bigint)
            as sentiment_positive_rate_numerator,
        cast(coalesce(sum(sentiments.sentiment_positive_rate_denominator), 0) as bigint)
            as sentiment_positive_rate_denominator,
        cast(coalesce(sum(sentiments.sentiment_shift_numerator), 0) as decimal(18, 6))
            as sentiment_shift_numerator,
        cast(coalesce(sum(sentiments.sentiment_shift_denominator), 0) as bigint)
            as sentiment_shift_denominator
    from conversations
    left join sentiments
        on conversations.conversation_key = sentiments.conversation_key
    group by
        conversations.started_month_date,
        conversations.channel,
        coalesce(conversations.topic, '(none)')
),

shared as (
    select
        *,
        cast(
            sum(conversation_count) over (partition by started_month_date, channel) as bigint
        ) as theme_share_denominator
    from counted
),

final as (
    select
        channel,
        topic,
        conversation_count,
        vendor_topic_count,
        keyword_topic_count,
        conversation_count as theme_share_numerator,
        theme_share_denominator,
        sentiment_positive_rate_numerator,
        sentiment_positive_rate_denominator,
        sentiment_shift_numerator,
        sentiment_shift_denominator,
        resolved_count,
        evaluable_count,
        {{ ratio('conversation_count', 'theme_share_denominator') }} as theme_share,
        {{ ratio('sentiment_positive_rate_numerator', 'sentiment_positive_rate_denominator') }}
            as sentiment_positive_rate,
        {{ ratio('sentiment_shift_numerator', 'sentiment_shift_denominator') }}
            as sentiment_shift,
        {{ ratio('resolved_count', 'evaluable_count') }} as resolution_rate,
        started_month_date
    from shared
)

select * from final
