-- What customers wrote about, how they sounded in the end, and whether they were helped.
with

conversations as (
    select
        *,
        {{ month_start('metric_date') }} as started_month_date
    from {{ ref('int_conversations_counted') }}
),

counted as (
    select
        started_month_date,
        channel,
        topic,
        sum(conversations) as conversation_count,
        sum(case when topic_source = 'vendor' then conversations else 0 end) as vendor_topic_count,
        sum(case when topic_source = 'keyword' then conversations else 0 end)
            as keyword_topic_count,
        sum(sentiment_positive_rate_numerator) as sentiment_positive_rate_numerator,
        sum(sentiment_positive_rate_denominator) as sentiment_positive_rate_denominator,
        sum(sentiment_shift_numerator) as sentiment_shift_numerator,
        sum(sentiment_shift_denominator) as sentiment_shift_denominator,
        sum(resolution_rate_numerator) as resolution_rate_numerator,
        sum(resolution_rate_denominator) as resolution_rate_denominator
    from conversations
    group by started_month_date, channel, topic
),

shared as (
    select
        *,
        sum(conversation_count) over (partition by started_month_date, channel)
            as theme_share_denominator
    from counted
),

final as (
    select
        channel,
        topic,
        cast(conversation_count as bigint) as conversation_count,
        cast(vendor_topic_count as bigint) as vendor_topic_count,
        cast(keyword_topic_count as bigint) as keyword_topic_count,
        cast(conversation_count as bigint) as theme_share_numerator,
        cast(theme_share_denominator as bigint) as theme_share_denominator,
        {{ ratio('conversation_count', 'theme_share_denominator') }} as theme_share,
        cast(sentiment_positive_rate_numerator as bigint) as sentiment_positive_rate_numerator,
        cast(sentiment_positive_rate_denominator as bigint) as sentiment_positive_rate_denominator,
        {{ ratio('sentiment_positive_rate_numerator', 'sentiment_positive_rate_denominator') }}
            as sentiment_positive_rate,
        cast(sentiment_shift_numerator as decimal(18, 4)) as sentiment_shift_numerator,
        cast(sentiment_shift_denominator as bigint) as sentiment_shift_denominator,
        {{ ratio('sentiment_shift_numerator', 'sentiment_shift_denominator') }}
            as sentiment_shift,
        cast(resolution_rate_numerator as bigint) as resolution_rate_numerator,
        cast(resolution_rate_denominator as bigint) as resolution_rate_denominator,
        {{ ratio('resolution_rate_numerator', 'resolution_rate_denominator') }} as resolution_rate,
        started_month_date
    from shared
)

select * from final
