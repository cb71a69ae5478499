-- A metric of answers is defined here and nowhere else; marts and the semantic layer add it up.
with

responses as (
    select * from {{ ref('fct_survey_responses') }}
),

final as (
    select
        survey_response_key,
        channel,
        survey_type,
        cast(coalesce(is_positive, false) as integer) as csat_rate_numerator,
        cast(is_positive is not null as integer) as csat_rate_denominator,
        case nps_group when 'promoter' then 100 when 'detractor' then -100 else 0 end
            as nps_numerator,
        cast(nps_group is not null as integer) as nps_denominator,
        -- Tools ask on 1 to 5 and on 1 to 7: every answer is put on 1 to 7.
        cast(
            case
                when survey_type = 'ces' and score_normalised is not null
                    then 1 + 6 * score_normalised
                else 0
            end as decimal(18, 6)
        ) as ces_numerator,
        cast(survey_type = 'ces' and score_normalised is not null as integer) as ces_denominator,
        responded_date as metric_date
    from responses
)

select * from final
