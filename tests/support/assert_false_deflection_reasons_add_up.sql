-- The reasons are what a support director acts on: one that is counted twice, or missing, sends
-- people to mend the wrong thing.
select
    *,
    channel || ' on ' || cast(started_date as string)
    || ': the reasons of false deflections '
    || 'do not add up to them in kpi_deflection_vs_resolution: is a reason of '
    || 'int_conversations_judged not counted?' as message
from {{ ref('kpi_deflection_vs_resolution') }}
where
    false_deflection_count <> false_deflection_handoff_unanswered_count
    + false_deflection_no_answer_count
    + false_deflection_left_waiting_count
    + false_deflection_negative_feedback_count
    + false_deflection_recontacted_count
