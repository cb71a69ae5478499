-- Where no window has elapsed in any conversation, every rate is empty and the build looks well all
-- the same. That is an export of a few days, or one that is not seen as far as it should be.
-- It fails the build after the marts, which other systems need.
-- depends_on: {{ ref('kpi_scorecard') }}
with

conversations as (
    select * from {{ ref('fct_conversations') }}
),

observed as (
    select * from {{ ref('int_observed_until') }}
),

counted as (
    select
        count(*) as conversation_count,
        count(case when is_matured then 1 end) as matured_count,
        min(started_at) as first_started_at,
        min(cutoff_at) as first_cutoff_at
    from conversations
)

select
    counted.conversation_count,
    'None of ' || cast(counted.conversation_count as string) || ' conversations, the first of '
    || cast(counted.first_started_at as string) || ', can be judged: messages are seen to '
    || coalesce(cast(observed.conversations_observed_until as string), 'no known time')
    || ', and a verdict needs {{ var("resolution_window_hours") }} hours after the answer, for the '
    || 'first of them to ' || cast(counted.first_cutoff_at as string) || '. Export messages of a '
    || 'longer time, or see in observed_instances which export ends too early.' as message
from counted
cross join observed
where counted.conversation_count > 0 and counted.matured_count = 0
