with

attempts as (
    select * from {{ ref('int_attempts_found') }}
),

ratings as (
    select * from {{ ref('int_conversation_ratings_scored') }}
),

scoped as (
    select * from {{ ref('int_conversations_scoped') }}
),

conversations as (
    select * from {{ ref('int_conversations') }}
),

-- A customer may rate again: of each question, the last answer by the end of the window counts.
rated as (
    select
        attempts.conversation_key,
        attempts.attempt_at,
        ratings.is_negative
    from attempts
    inner join scoped
        on attempts.conversation_key = scoped.conversation_key
    inner join ratings
        on attempts.conversation_key = ratings.conversation_key
    where
        {{ add_seconds('ratings.responded_at', var('log_tolerance_seconds')) }}
        >= scoped.started_at
        and ratings.responded_at <= attempts.window_ends_at
    qualify row_number() over (
            partition by
                attempts.conversation_key,
                attempts.attempt_at,
                ratings.survey_id,
                ratings.question_words
            order by
                ratings.responded_at desc,
                ratings.score_normalised asc,
                ratings.survey_response_key desc
        ) = 1
),

-- The vendor's own negative verdict has no time: it holds for the whole conversation.
disliked as (
    select
        conversation_key,
        attempt_at
    from rated
    where is_negative

    union all

    select
        attempts.conversation_key,
        attempts.attempt_at
    from attempts
    inner join conversations
        on attempts.conversation_key = conversations.conversation_key
    where conversations.resolution_claim = 'negative'
),

final as (
    select distinct
        conversation_key,
        attempt_at
    from disliked
)

select * from final
