{{ config(
    severity = 'warn',
    meta = {
        'owner': 'analytics engineering',
        'reason': 'Such days are left out of the response rate; the other days are not affected.',
    },
) }}

-- A day of counts that lies after all that was exported is a typing error, and one without its
-- counts, or with less than none, cannot be used: such days are in no response rate.
select
    'A survey of ' || funnels.source_system || ' on '
    || cast(funnels.survey_date as string)
    || ' is in no response rate: put its date and counts right.' as message,
    funnels.survey_funnel_key
from {{ ref('int_survey_funnels') }} as funnels
left join {{ ref('int_survey_invitations_counted') }} as counted
    on funnels.survey_funnel_key = counted.survey_invitation_key
where counted.survey_invitation_key is null
