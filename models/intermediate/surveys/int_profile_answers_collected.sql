-- Whatever customers told of themselves, published or not: on their record, or asked in a survey.
with

customers as (
    select * from {{ ref('int_customers') }}
),

resolved as (
    select * from {{ ref('int_customers_resolved') }}
),

scoped as (
    select * from {{ ref('int_survey_responses_scoped') }}
    where survey_type = 'zero_party' and is_in_scope and responded_at is not null
),

responses as (
    select * from {{ ref('int_survey_responses') }}
),

ignored_words as (
    select distinct
        kind,
        {{ normalised_phrase('word') }} as normalised_word
    from {{ ref('ref_profile_words_ignored') }}
),

entries as (
    select
        customer_record_key,
        source_system,
        created_at,
        {{ exploded(json_object_entries('attributes'), 'entry') }}
    from customers
    where attributes is not null
),

-- The export says when the record was made, not when its attributes were given.
recorded as (
    select
        md5(concat_ws('|', entries.customer_record_key, entries.entry['key']))
            as profile_answer_key,
        resolved.customer_key,
        entries.source_system,
        entries.entry['key'] as attribute_word,
        case
            when left(entries.entry['value'], 1) = '[' and {{ is_json("entries.entry['value']") }}
                then {{ json_array_text("entries.entry['value']") }}
            else entries.entry['value']
        end as answer,
        cast(null as timestamp) as answered_at,
        entries.created_at as recorded_at
    from entries
    inner join resolved
        on entries.customer_record_key = resolved.customer_record_key
),

surveyed as (
    select
        scoped.survey_response_key as profile_answer_key,
        scoped.customer_key,
        scoped.source_system,
        coalesce(responses.question, responses.survey_id, '') as attribute_word,
        coalesce(responses.answer, cast(responses.score as string)) as answer,
        scoped.responded_at as answered_at,
        scoped.responded_at as recorded_at
    from scoped
    inner join responses
        on scoped.survey_response_key = responses.survey_response_key
),

united as (
    select * from recorded
    union all
    select * from surveyed
),

-- An empty field is nothing told; nor is a word for nothing, an answer that declines to tell, or
-- what a tool notes for itself.
final as (
    select
        united.profile_answer_key,
        united.customer_key,
        united.source_system,
        united.attribute_word,
        united.answer,
        united.answered_at,
        united.recorded_at
    from united
    left join ignored_words as ignored_attributes
        on
            {{ normalised_phrase('united.attribute_word') }} = ignored_attributes.normalised_word
            and ignored_attributes.kind = 'attribute'
    left join ignored_words as ignored_answers
        on
            {{ normalised_phrase('united.answer') }} = ignored_answers.normalised_word
            and ignored_answers.kind = 'answer'
    where
        trim(united.answer) <> ''
        and united.answer <> '{}'
        and lower(trim(united.answer)) not in (
            {{ words_for_nothing() }}
        )
        and ignored_attributes.normalised_word is null
        and ignored_answers.normalised_word is null
)

select * from final
