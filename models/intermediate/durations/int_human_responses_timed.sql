-- A channel without any hours in `ref_business_hours` has none to count: NULL, not zero.
with

measured as (
    select * from {{ ref('int_conversations_measured') }}
    where first_human_response_at is not null
),

scoped as (
    select * from {{ ref('int_conversations_scoped') }}
),

days as (
    select * from {{ ref('int_business_days_opened') }}
),

responses as (
    select
        measured.conversation_key,
        scoped.channel,
        measured.first_request_at,
        measured.first_human_response_at,
        {{ local_date('measured.first_request_at') }} as request_date,
        {{ local_date('measured.first_human_response_at') }} as response_date
    from measured
    inner join scoped
        on measured.conversation_key = scoped.conversation_key
),

-- Seconds open from the start of the calendar to either moment.
counted as (
    select
        responses.conversation_key,
        request_days.open_seconds_before + greatest(0, least(
            request_days.open_seconds,
            coalesce(
                {{ elapsed_seconds('request_days.opens_at', 'responses.first_request_at') }}, 0
            )
        )) as open_seconds_to_request,
        response_days.open_seconds_before + greatest(0, least(
            response_days.open_seconds,
            coalesce(
                {{ elapsed_seconds(
                    'response_days.opens_at', 'responses.first_human_response_at'
                ) }},
                0
            )
        )) as open_seconds_to_response
    from responses
    left join days as request_days
        on
            responses.channel = request_days.channel
            and responses.request_date = request_days.business_date
    left join days as response_days
        on
            responses.channel = response_days.channel
            and responses.response_date = response_days.business_date
),

final as (
    select
        conversation_key,
        cast(open_seconds_to_response - open_seconds_to_request as bigint)
            as business_seconds
    from counted
)

select * from final
