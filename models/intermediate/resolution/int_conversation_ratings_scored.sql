-- Answered satisfaction questions about a conversation. NPS and CES measure something else, and
-- judge no conversation. An answer without a readable score judges nothing either.
with

scored as (
    select * from {{ ref('int_survey_responses_scored') }}
),

final as (
    select
        survey_response_key,
        conversation_key,
        survey_id,
        question_words,
        score_normalised,
        is_positive,
        is_negative,
        responded_at
    from scored
    where
        survey_type = 'csat'
        and conversation_key is not null
        and score_normalised is not null
)

select * from final
