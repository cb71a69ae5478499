-- An answer that a join lost, or a clock's error hid, is in no score and nobody misses it. Every
-- exported response is out of scope with its reason, unanswered, superseded by a later answer to the
-- same question, or a row of the fact; and the mart counts each row of the fact once.
with

steps as (
    select
        (select count(*) from {{ ref('int_survey_responses') }}) as exported_count,
        (select count(*) from {{ ref('int_survey_responses_scoped') }}) as scoped_count,
        (
            select count(*) from {{ ref('int_survey_responses_scoped') }}
            where is_counted_answer
        ) as counted_count,
        (
            select count(distinct concat_ws(
                '|', survey_type, survey_id, source_system, source_instance, subject_key
            ))
            from {{ ref('int_survey_responses_scoped') }}
            where out_of_scope_reason is null and responded_at is not null
        ) as answered_survey_count,
        (
            select count(distinct concat_ws(
                '|', survey_type, survey_id, source_system, source_instance, subject_key
            ))
            from {{ ref('int_survey_responses_scoped') }}
            where is_counted_answer
        ) as counted_survey_count,
        (select count(*) from {{ ref('fct_survey_responses') }}) as fact_count,
        (
            select coalesce(sum(answer_count), 0) from {{ ref('kpi_feedback_daily') }}
        ) as mart_count
)

select *
from steps
where
    exported_count <> scoped_count
    -- whoever answered a survey has an answer that counts
    or answered_survey_count <> counted_survey_count
    or counted_count <> fact_count
    or fact_count <> mart_count
