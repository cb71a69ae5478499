-- Nothing that agents did is credited twice or to nobody. Where every human answer has an author,
-- the agents' sums over all weeks are those of the conversations, counted without any agent.
with

messages as (
    select * from {{ ref('int_messages_sequenced') }}
    where message_kind = 'answer' and author_role = 'agent'
),

agents as (
    select * from {{ ref('dim_agents') }}
),

facts as (
    select * from {{ ref('fct_conversations') }}
),

anonymous as (
    select count(*) as anonymous_answer_count
    from messages
    left join agents
        on messages.author_record_key = agents.agent_key
    where agents.agent_key is null
),

weekly as (
    select
        coalesce(sum(answer_count), 0) as answer_count,
        coalesce(sum(first_human_response_seconds_mean_denominator), 0)
            as response_count,
        coalesce(sum(first_human_response_seconds_mean_numerator), 0)
            as response_seconds,
        coalesce(sum(resolution_rate_denominator), 0) as evaluable_count,
        coalesce(sum(resolution_rate_numerator), 0) as resolved_count
    from {{ ref('kpi_agents_weekly') }}
),

written as (
    select count(*) as answer_count
    from messages
),

counted as (
    select
        count(first_human_response_seconds) as response_count,
        coalesce(sum(first_human_response_seconds), 0) as response_seconds,
        count(case when is_evaluable and is_human_replied then 1 end) as evaluable_count,
        count(case when is_resolved and is_human_replied then 1 end) as resolved_count
    from facts
)

select
    weekly.*,
    written.answer_count as message_answer_count,
    counted.response_count as fact_response_count,
    counted.response_seconds as fact_response_seconds,
    counted.evaluable_count as fact_evaluable_count,
    counted.resolved_count as fact_resolved_count
from weekly
cross join written
cross join counted
cross join anonymous
where
    anonymous.anonymous_answer_count = 0
    and (
        weekly.answer_count <> written.answer_count
        or weekly.response_count <> counted.response_count
        or weekly.response_seconds <> counted.response_seconds
        or weekly.evaluable_count > counted.evaluable_count
        or weekly.resolved_count > counted.resolved_count
    )
