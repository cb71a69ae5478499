-- Answered satisfaction questions about a conversation. NPS and CES measure something else, and
-- judge no conversation. An answer without a readable score judges nothing either.
with

responses as (
    select * from {{ ref('int_survey_responses') }}
    where survey_type = 'csat' and responded_at is not null
),

merged as (
    select * from {{ ref('int_conversations_merged') }}
),

scored as (
    select
        responses.survey_response_key,
        merged.surviving_conversation_key as conversation_key,
        coalesce(responses.survey_id, '') as survey_id,
        case
            when responses.score between responses.score_min and responses.score_max
                then {{ ratio(
                    'responses.score - responses.score_min',
                    'responses.score_max - responses.score_min',
                ) }}
            when lower(responses.answer) = 'good' then cast(1 as decimal(18, 6))
            when lower(responses.answer) = 'bad' then cast(0 as decimal(18, 6))
        end as score_normalised,
        responses.responded_at
    from responses
    inner join merged
        on responses.conversation_key = merged.conversation_key
),

final as (
    select
        survey_response_key,
        conversation_key,
        survey_id,
        score_normalised,
        score_normalised >= 0.75 as is_positive,
        score_normalised <= 0.25 as is_negative,
        responded_at
    from scored
    where score_normalised is not null
)

select * from final
