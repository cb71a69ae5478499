-- A sentence ends with its mark or its line; the shop's are read clause by clause, since "sorry for
-- the delay, it arrives tomorrow" is polite first and an answer then. A comma before "please" or
-- "that" parts no clauses. Where a sentence ends within "z. B." it does no harm: phrases are short.
{% set no_clause = '(?:please|bitte|svp|por favor|per favore|alsjeblieft|alstublieft|aub|proszę'
    ~ '|prosze|that|dass|que|che|dat|że)' %}

with

texts as (
    select * from {{ ref('int_message_texts_normalised') }}
),

-- A full stop ends a sentence only before a space: 12.50 is a number.
delimited as (
    select
        author_side,
        text_key,
        {{ regexp_replaced(
            "replace(replace(replace(replace("
            ~ regexp_replaced('own_words', '[«“„\"][^«»“”„\"]{1,60}[»“”\"]', "'~'")
            ~ ", '|', '. '), '?', '?|'), '？', '?|'), '!', '|')",
            '[.…;:](\\s|$)|\\s[-–—]+\\s|[\\r\\n]+', "'|'"
        ) }} as sentences
    from texts
),

sentences as (
    select
        author_side,
        text_key,
        {{ exploded(split_items('sentences'), 'sentence', 'sentence_number') }}
    from delimited
),

clauses as (
    select
        author_side,
        text_key,
        sentence,
        sentence_number,
        {{ exploded(
            split_items(
                "case when author_side = 'customer' then sentence else replace("
                ~ regexp_replaced('sentence', ', (' ~ no_clause ~ ')', "concat(' ', " ~ first_group() ~ ")", ignore_case=true)
                ~ ", ', ', '|') end"
            ),
            'clause',
            'clause_number'
        ) }}
    from sentences
),

reduced as (
    select
        author_side,
        text_key,
        {{ normalised_phrase('clause') }} as normalised_clause,
        sentence_number,
        clause_number,
        sentence like '%?%' as is_question
    from clauses
),

final as (
    select
        author_side,
        text_key,
        normalised_clause,
        cast(sentence_number as integer) as sentence_number,
        cast(row_number() over (
            partition by author_side, text_key
            order by sentence_number, clause_number
        ) as integer) as clause_number,
        length(normalised_clause) - length(replace(normalised_clause, ' ', '')) + 1 as word_count,
        is_question,
        row_number() over (
            partition by author_side, text_key, sentence_number
            order by clause_number desc
        ) = 1 as is_last_clause
    from reduced
    where normalised_clause <> ''
)

select * from final
