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
        responses.source_system,
        responses.source_instance,
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
        responses.score < responses.score_min
        or responses.score > responses.score_max as is_off_scale,
        responses.survey_type = 'csat'
        and responses.score is null
        and trim(responses.answer) <> '' as is_in_words,
        responses.responded_at
    from responses
    left join merged
        on responses.conversation_key = merged.conversation_key
),

counted as (
    select
        *,
        count(score) over (
            partition by
                source_system, source_instance, survey_id, survey_type, question_words
        ) as scored_count,
        count(case when is_off_scale then 1 end) over (
            partition by
                source_system, source_instance, survey_id, survey_type, question_words
        ) as off_scale_count,
        count(case when is_in_words then 1 end) over (
            partition by
                source_system, source_instance, survey_id, survey_type, question_words
        ) as worded_count,
        count(case when is_in_words and score_normalised is not null then 1 end) over (
            partition by
                source_system, source_instance, survey_id, survey_type, question_words
        ) as read_count
    from normalised
),

-- One slip says nothing of the others. But where many answers to a question lie off the scale that
-- is written beside them, or are given in words unlike those that are known, it was answered on
-- another scale: what can be read of it is not what was meant.
judged as (
    select
        *,
        case
            when score is not null
                then off_scale_count > 1
                    and off_scale_count > {{ var('quarantine_error_rate') }} * scored_count
            when is_in_words and read_count > 0
                then worded_count - read_count > 1
                    and worded_count - read_count
                    > {{ var('quarantine_error_rate') }} * worded_count
            else false
        end as is_on_another_scale
    from counted
),

readable as (
    select
        survey_response_key,
        source_system,
        source_instance,
        conversation_key,
        survey_id,
        survey_type,
        question_words,
        score,
        score_min,
        score_max,
        case when not is_on_another_scale then score_normalised end as score_normalised,
        is_on_another_scale,
        is_on_another_scale
        or (score is not null and score_normalised is null)
        or (is_in_words and read_count > 0 and score_normalised is null) as is_unreadable,
        responded_at
    from judged
),

-- Promoters and detractors are defined on 0 to 10 and on no other scale.
final as (
    select
        survey_response_key,
        conversation_key,
        source_system,
        source_instance,
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
        is_on_another_scale,
        coalesce(is_unreadable and survey_type in ('csat', 'nps', 'ces'), false) as is_unreadable,
        responded_at
    from readable
)

select * from final
