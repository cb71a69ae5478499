-- Response times of every answered turn, so that long conversations weigh as much as they answer.
with

turns as (
    select * from {{ ref('int_turns_measured') }}
),

conversations as (
    select * from {{ ref('fct_conversations') }}
),

final as (
    select
        turns.conversation_key,
        turns.turn_number,
        conversations.channel,
        coalesce(conversations.handled_by, '(unknown)') as handled_by,
        turns.response_seconds as average_response_seconds,
        {{ mean('average_response_seconds_mean', 'turns.response_seconds') }},
        conversations.started_date as metric_date
    from turns
    inner join conversations on turns.conversation_key = conversations.conversation_key
)

select * from final
