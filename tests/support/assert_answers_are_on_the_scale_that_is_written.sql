{{ config(severity='warn', meta={
    'owner': 'customer care',
    'reason': 'Only the shop knows on which scale it asked; what cannot be read counts nowhere.',
}) }}
-- A score off its scale, without one, or in unknown words counts nowhere; and where that is so of
-- many answers to a question, none of them does. Nobody would miss them: somebody has to be told.
with

counted as (
    select
        source_system,
        source_instance,
        survey_id,
        survey_type,
        count(*) as answer_count,
        count(case when is_on_another_scale then 1 end) as left_out_count
    from {{ ref('int_survey_responses_scored') }}
    where is_unreadable
    group by source_system, source_instance, survey_id, survey_type
)

select
    *,
    'Answers to the ' || survey_type || ' survey ' || survey_id || ' of ' || source_system || ' ('
    || source_instance || '), ' || cast(answer_count as string) || ' in number, cannot be read'
    || case
        when left_out_count > 0
            then ': so many are off the scale written beside them, or in words unlike good and '
                || 'bad, that none of that question counts'
        else ': they are off the scale written beside them, have none, or are in unknown words'
    end
    || '. Export score with the score_min and score_max it was asked on' as message
from counted
