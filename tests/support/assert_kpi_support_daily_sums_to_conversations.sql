-- Over all days, channels and handlers the mart counts each conversation and each turn once.
with

daily as (
    select
        cast(coalesce(sum(case when metric = 'conversations' then numerator end), 0) as bigint)
            as conversation_count,
        cast(
            coalesce(
                sum(case when metric = 'average_response_seconds_mean' then denominator end), 0
            ) as bigint
        ) as answered_turn_count
    from {{ ref('kpi_support_daily') }}
),

facts as (
    select
        (select count(*) from {{ ref('fct_conversations') }}) as conversation_count,
        (select count(*) from {{ ref('int_turns_measured') }}) as answered_turn_count
)

select
    daily.conversation_count as daily_conversation_count,
    facts.conversation_count as fact_conversation_count,
    daily.answered_turn_count as daily_answered_turn_count,
    facts.answered_turn_count as measured_answered_turn_count,
    'kpi_support_daily counts ' || daily.conversation_count || ' conversations and '
    || daily.answered_turn_count || ' answered turns, where there are '
    || facts.conversation_count || ' and ' || facts.answered_turn_count
    || ': find what loses or doubles them' as message
from daily
cross join facts
where
    daily.conversation_count <> facts.conversation_count
    or daily.answered_turn_count <> facts.answered_turn_count
