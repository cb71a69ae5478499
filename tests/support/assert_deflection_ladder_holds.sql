-- Each step from "a bot wrote" to "the customer said it helped" is part of the one before it, and
-- every deflected conversation ends in exactly one of three places. If this fails, some flag of
-- fct_conversations contradicts another, and no rate of the mart can be trusted.
select
    *,
    channel || ' on ' || cast(started_date as string)
    || ': deflected, contained, resolved and '
    || 'confirmed are not part of one another in kpi_deflection_vs_resolution: two flags of '
    || 'fct_conversations contradict each other' as message
from {{ ref('kpi_deflection_vs_resolution') }}
where
    confirmed_resolution_count > automated_resolution_count
    or confirmed_resolution_count + assumed_resolution_count <> automated_resolution_count
    or automated_resolution_count > contained_count
    or contained_count > deflected_count
    or deflected_count > bot_involved_evaluable_count
    or deflected_count <> automated_resolution_count
    + resolved_after_withdrawn_handoff_count
    + false_deflection_count
    or automated_resolution_rate > containment_rate
    or containment_rate > deflection_rate
