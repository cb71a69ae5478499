-- The latest answer to each attribute that may be published, in words of ours alone.
with

answers as (
    select * from {{ ref('int_profile_answers_collected') }}
),

attributes as (
    select
        {{ normalised_phrase('word') }} as normalised_word,
        min(attribute) as attribute
    from {{ ref('ref_profile_attributes') }}
    group by {{ normalised_phrase('word') }}
),

known_values as (
    select
        attribute,
        {{ normalised_phrase('word') }} as normalised_word,
        min(value) as value
    from {{ ref('ref_profile_values') }}
    group by attribute, {{ normalised_phrase('word') }}
),

named as (
    select
        answers.*,
        attributes.attribute
    from answers
    inner join attributes
        on {{ normalised_phrase('answers.attribute_word') }} = attributes.normalised_word
),

-- An answer with a time wins over one without; of those, the one on the younger record.
ranked as (
    select
        *,
        row_number() over (
            partition by customer_key, attribute
            order by
                coalesce(answered_at, timestamp '1000-01-01 00:00:00') desc,
                coalesce(recorded_at, timestamp '1000-01-01 00:00:00') desc,
                profile_answer_key desc
        ) as answer_number
    from named
),

latest as (
    select * from ranked
    where answer_number = 1
),

items as (
    select
        customer_key,
        attribute,
        source_system,
        answered_at,
        {{ exploded(split_items('answer'), 'item') }}
    from latest
),

valued as (
    select
        items.customer_key,
        items.attribute,
        items.source_system,
        items.answered_at,
        coalesce(known_values.value, '(other)') as value
    from items
    left join known_values
        on
            items.attribute = known_values.attribute
            and {{ normalised_phrase('items.item') }} = known_values.normalised_word
    where trim(items.item) <> ''
),

final as (
    select
        customer_key,
        attribute,
        {{ joined_values('value') }} as value,
        source_system,
        answered_at
    from valued
    group by customer_key, attribute, source_system, answered_at
)

select * from final
