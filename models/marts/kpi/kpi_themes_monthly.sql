-- What customers wrote about, how they sounded in the end, and whether they were helped.
with

conversations as (
    select
        *,
        {{ month_start('metric_date') }} as started_month_date
    from {{ ref('int_conversations_counted') }}
),

themes as (
    select
        *,
        {{ month_start('metric_date') }} as started_month_date
    from {{ ref('int_conversation_themes_counted') }}
),

-- A topic that nobody wrote about in a month has a row too: its denominator belongs to the sum.
shared as (
    select
        started_month_date,
        channel,
        topic,
        sum(theme_share_numerator) as theme_share_numerator,
        sum(theme_share_denominator) as theme_share_denominator
    from themes
    group by started_month_date, channel, topic
),

counted as (
    select
        started_month_date,
        channel,
        topic,
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

final as (
    select
        shared.channel,
        shared.topic,
        cast(shared.theme_share_numerator as bigint) as conversation_count,
        {% for column in ['vendor_topic_count', 'keyword_topic_count'] -%}
        cast(coalesce(counted.{{ column }}, 0) as bigint) as {{ column }},
        {% endfor -%}
        cast(shared.theme_share_numerator as bigint) as theme_share_numerator,
        cast(shared.theme_share_denominator as bigint) as theme_share_denominator,
        {{ ratio('shared.theme_share_numerator', 'shared.theme_share_denominator') }}
            as theme_share,
        {% for metric in ['sentiment_positive_rate', 'sentiment_shift', 'resolution_rate'] -%}
        cast(
            coalesce(counted.{{ metric }}_numerator, 0)
            as {{ 'decimal(18, 4)' if metric == 'sentiment_shift' else 'bigint' }}
        ) as {{ metric }}_numerator,
        cast(coalesce(counted.{{ metric }}_denominator, 0) as bigint)
            as {{ metric }}_denominator,
        {{ ratio('counted.' ~ metric ~ '_numerator', 'counted.' ~ metric ~ '_denominator') }}
            as {{ metric }},
        {% endfor -%}
        shared.started_month_date
    from shared
    left join counted
        on
            shared.started_month_date = counted.started_month_date
            and shared.channel = counted.channel
            and shared.topic = counted.topic
)

select * from final
