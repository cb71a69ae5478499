with

ratings as (
    select * from {{ ref('int_conversation_ratings_scored') }}
),

resolved as (
    select * from {{ ref('int_conversations_resolved') }}
),

scoped as (
    select * from {{ ref('int_conversations_scoped') }}
),

placed as (
    select
        ratings.*,
        ratings.responded_at > resolved.cutoff_at as is_late
    from ratings
    inner join resolved
        on ratings.conversation_key = resolved.conversation_key
    inner join scoped
        on ratings.conversation_key = scoped.conversation_key
    where
        {{ add_seconds('ratings.responded_at', var('log_tolerance_seconds')) }}
        >= scoped.started_at
),

-- The last answer to each question of a survey, once as of the end of the window and once after
-- it. At the same instant the lower score counts, so that chance does not choose.
latest as (
    select *
    from placed
    qualify row_number() over (
            partition by conversation_key, survey_id, question_words, is_late
            order by responded_at desc, score_normalised asc, survey_response_key desc
        ) = 1
),

ranked as (
    select
        *,
        row_number() over (
            partition by conversation_key, is_late
            order by responded_at desc, score_normalised asc, survey_response_key desc
        ) as recency
    from latest
),

final as (
    select
        conversation_key,
        max(case when not is_late and recency = 1 then score_normalised end) as csat_score,
        bool_or(case when not is_late and recency = 1 then is_positive end) as is_csat_positive,
        bool_or(case when not is_late and recency = 1 then is_negative end) as is_csat_negative,
        bool_or(is_positive and not is_late) as has_positive_rating,
        bool_or(is_negative and is_late) as has_late_negative_rating,
        max(case when not is_late and recency = 1 then responded_at end) as csat_responded_at
    from ranked
    group by conversation_key
)

select * from final
