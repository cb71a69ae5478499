-- An answer that a join lost, or a clock's error hid, is in no score and nobody misses it. Every
-- exported response is out of scope with its reason, unanswered, superseded by a later answer to
-- the same question, or a row of the fact; and the mart counts each row of the fact once.
with

scoped as (
    select
        *,
        concat_ws('|', survey_type, survey_id, source_system, source_instance, subject_key)
            as subject_survey
    from {{ ref('int_survey_responses_scoped') }}
),

answers as (
    select
        count(*) as scoped_count,
        count(case when is_counted_answer then 1 end) as counted_count,
        count(distinct case when is_in_scope and responded_at is not null then subject_survey end)
            as answered_survey_count,
        count(distinct case when is_counted_answer then subject_survey end)
            as counted_survey_count
    from scoped
),

steps as (
    select
        *,
        (select count(*) from {{ ref('int_survey_responses') }}) as exported_count,
        (select count(*) from {{ ref('fct_survey_responses') }}) as fact_count,
        (
            select coalesce(sum(daily.answer_count), 0)
            from {{ ref('kpi_feedback_daily') }} as daily
        ) as mart_count
    from answers
)

select
    *,
    exported_count || ' survey responses are exported, ' || scoped_count || ' scoped, '
    || counted_count || ' counted, ' || fact_count || ' in the fact, ' || mart_count
    || ' in the mart: find the join that loses or doubles them' as message
from steps
where
    exported_count <> scoped_count
    -- Whoever answered a survey has an answer that counts.
    or answered_survey_count <> counted_survey_count
    or counted_count <> fact_count
    or fact_count <> mart_count
