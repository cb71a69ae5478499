{{ config(severity='warn', meta={
    'owner': 'customer care',
    'reason': 'A tool that gives no time of answers still tells whom it asked.',
}) }}
-- An answer stands on the day it was given. A score without that time stands on none: it counts
-- nowhere, which nobody would see. (As of a time in the past, later answers have lost theirs.)
with

counted as (
    select
        source_system,
        source_instance,
        count(*) as score_count
    from {{ ref('stg_generic__survey_responses') }}
    where
        score is not null
        and responded_at is null
        and {{ 'false' if var('as_of', none) else 'true' }}
    group by source_system, source_instance
)

select
    *,
    'Scores of ' || source_system || ' (' || source_instance || '), ' || cast(score_count as string)
    || ' in number, have no time'
    || ' and count nowhere: export responded_at' as message
from counted
