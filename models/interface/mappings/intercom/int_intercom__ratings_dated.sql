with

ratings as (
    select * from {{ ref('stg_intercom__conversations') }}
),

rating_parts as (
    select
        source_instance,
        conversation_id,
        max(case when part_type = 'conversation_rating_changed' then created_at end) as rated_at,
        min(case when part_type = 'conversation_rating_remark_added' then created_at end)
            as remarked_at
    from {{ ref('int_intercom__parts_classified') }}
    where part_type in ('conversation_rating_changed', 'conversation_rating_remark_added')
    group by source_instance, conversation_id
),

conversation_ratings as (
    select
        ratings.source_instance,
        ratings.conversation_id,
        'conversation' as survey_id,
        ratings.rating,
        ratings.rating_remark as remark,
        ratings.rating_requested_at as invited_at,
        -- The vendor keeps when it was asked for, not always when it was given; a remark, days
        -- later, is a change of it, too.
        coalesce(
            rating_parts.rated_at,
            least(ratings.rating_updated_at, rating_parts.remarked_at),
            ratings.rating_requested_at,
            ratings.created_at
        ) as rated_at
    from ratings
    left join rating_parts
        on
            ratings.source_instance = rating_parts.source_instance
            and ratings.conversation_id = rating_parts.conversation_id
    where ratings.rating_requested_at is not null or ratings.rating is not null
),

authors as (
    select * from {{ ref('int_intercom__authors_classified') }}
),

-- A rating that is about a bot is kept twice by the vendor: with the conversation, and with its AI
-- agent. It is one answer.
bot_ratings as (
    select
        ratings.source_instance,
        ratings.conversation_id
    from ratings
    left join authors
        on
            ratings.source_instance = authors.source_instance
            and ratings.rating_teammate_id = authors.author_id
    where
        ratings.rating is not null
        and (ratings.rating_teammate_type = 'bot' or authors.author_role = 'bot')
),

ai_agent_ratings as (
    select
        ratings.source_instance,
        ratings.conversation_id,
        'ai_agent' as survey_id,
        ratings.ai_agent_rating as rating,
        ratings.ai_agent_rating_remark as remark,
        cast(null as timestamp) as invited_at,
        coalesce(ratings.ai_agent_rated_at, ratings.created_at) as rated_at
    from ratings
    left join bot_ratings
        on
            ratings.source_instance = bot_ratings.source_instance
            and ratings.conversation_id = bot_ratings.conversation_id
    where
        ratings.ai_agent_rating is not null
        and bot_ratings.conversation_id is null
),

final as (
    select * from conversation_ratings
    union all
    select * from ai_agent_ratings
)

select * from final
