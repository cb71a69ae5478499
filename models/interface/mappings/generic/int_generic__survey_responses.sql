with

survey_responses as (
    select * from {{ ref('stg_generic__survey_responses') }}
),

named as (
    {{ of_named_persons('survey_responses') }}
),

-- Some tools fill in a time for everybody whom they asked. Where a survey's answers say anything at
-- all, a row without a score, an answer or a comment is none.
told as (
    select
        *,
        score is not null
        or coalesce(trim(answer) <> '', false)
        or coalesce(trim(comment) <> '', false) as is_told
    from named
),

answered as (
    select
        *,
        case
            when
                is_told
                or not bool_or(is_told and responded_at is not null) over (
                    partition by source_system, source_instance, survey_id, survey_type
                )
                then responded_at
        end as answered_at
    from told
),

final as (
    select
        {{ surrogate_key(['source_system', 'source_instance', 'response_id']) }}
            as survey_response_key,
        {{ surrogate_key(['source_system', 'source_instance', 'conversation_id']) }}
            as conversation_key,
        {{ surrogate_key(['source_system', 'source_instance', 'order_id']) }} as order_key,
        {{ customer_record_key('person_id', 'survey_response', 'response_id') }}
            as customer_record_key,
        source_system,
        source_instance,
        response_id,
        survey_id,
        person_id as customer_id,
        customer_email,
        survey_type,
        question,
        case when answered_at is not null then answer end as answer,
        case when answered_at is not null then comment end as comment,
        case when answered_at is not null then score end as score,
        score_min,
        score_max,
        invited_at,
        answered_at as responded_at
    from answered
)

select * from final
