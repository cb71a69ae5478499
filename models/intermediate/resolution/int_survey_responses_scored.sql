-- One scale for every tool's scores. The only place where a score is judged: what a conversation's
-- rating says of its resolution and what the feedback marts count must not differ.
with

responses as (
    select * from {{ ref('int_survey_responses') }}
    where responded_at is not null
),

merged as (
    select * from {{ ref('int_conversations_merged') }}
),

-- A score off its scale, or on a scale nobody told, says nothing. Words stand for a score in
-- satisfaction surveys alone.
normalised as (
    select
        responses.survey_response_key,
        merged.surviving_conversation_key as conversation_key,
        coalesce(responses.survey_id, '') as survey_id,
        responses.survey_type,
        coalesce({{ normalised_phrase('responses.question') }}, '') as question_words,
        responses.score,
        responses.score_min,
        responses.score_max,
        case
            when responses.score between responses.score_min and responses.score_max
                then {{ ratio(
                    'responses.score - responses.score_min',
                    'responses.score_max - responses.score_min',
                ) }}
            when responses.survey_type = 'csat' and lower(trim(responses.answer)) = 'good'
                then cast(1 as decimal(18, 6))
            when responses.survey_type = 'csat' and lower(trim(responses.answer)) = 'bad'
                then cast(0 as decimal(18, 6))
        end as score_normalised,
        responses.responded_at
    from responses
    left join merged
        on responses.conversation_key = merged.conversation_key
),

-- Promoters and detractors are defined on 0 to 10 and on no other scale.
final as (
    select
        survey_response_key,
        conversation_key,
        survey_id,
        survey_type,
        question_words,
        case
            when
                survey_type <> 'nps'
                or score_min <> 0
                or score_max <> 10
                or score_normalised is null
                then cast(null as string)
            when score >= 9 then 'promoter'
            when score <= 6 then 'detractor'
            else 'passive'
        end as nps_group,
        score_normalised,
        case when survey_type = 'csat' then score_normalised >= 0.75 end as is_positive,
        case when survey_type = 'csat' then score_normalised <= 0.25 end as is_negative,
        responded_at
    from normalised
)

select * from final
