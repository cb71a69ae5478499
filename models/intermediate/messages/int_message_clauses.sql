-- A sentence ends with its mark or its line; the shop's are read clause by clause, since "sorry for
-- the delay, it arrives tomorrow" is polite first and an answer then. A comma before "please" or
-- "that" parts no clauses. Where a sentence ends within "z. B." it does no harm: phrases are short.
{% set no_clause = '(?:please|bitte|svp|por favor|per favore|alsjeblieft|alstublieft|aub|proszę'
    ~ '|prosze|that|dass|que|che|dat|że)' %}
{% set emoji_ended = "case when author_side = 'customer' then own_words else "
    ~ regexp_replaced('own_words', '[\\p{So}\\x{FE0F}]+', "'|'") ~ " end" %}
{% set dated = '(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november'
    ~ '|dezember|bis|und)' %}

with

texts as (
    select * from {{ ref('int_message_texts_normalised') }}
),

-- What a menu offers: marked lines, and buttons in brackets.
listed as (
    select
        author_side,
        text_key,
        {{ regexp_replaced(
            regexp_replaced(
                regexp_replaced(
                    "replace(replace(replace(own_words, '|', '. '), '¿', '|'), '¡', '|')",
                    '[.] (' ~ dated ~ ')', "concat(' ', " ~ first_group() ~ ")", ignore_case=true
                ),
                '[\\r\\n]+[ \\t]*(?:[0-9]{1,2}[.)]|[0-9]\\x{FE0F}?\\x{20E3}|[0-9] |[•*·▪▸►→✅☐□-])',
                "'|§ '"
            ),
            '\\[([^\\]\\r\\n]{1,40})\\]',
            "concat('|§ ', " ~ first_group() ~ ", '|')"
        ) }} as own_words
    from texts
),

-- A full stop ends a sentence only before a space: 12.50 is a number.
delimited as (
    select
        author_side,
        text_key,
        {{ regexp_replaced(
            regexp_replaced(
                "replace(replace(replace("
                ~ regexp_replaced(emoji_ended, '[«»“„\"][^«»“”„\"|]{1,60}[«»“”\"]', "'~'")
                ~ ", '?', '?|'), '？', '?|'), '!', '|')",
                '[.…;](\\s|$)|[\\r\\n]+', "'|'"
            ),
            ':(\\s|$)|\\s[-–—]+\\s', "'¦'"
        ) }} as sentences
    from listed
),

sentences as (
    select
        author_side,
        text_key,
        {{ exploded(split_items('sentences'), 'sentence', 'sentence_number') }}
    from delimited
),

parts as (
    select
        author_side,
        text_key,
        sentence_number,
        {{ exploded(split_items('sentence', '¦'), 'part', 'part_number') }}
    from sentences
),

clauses as (
    select
        author_side,
        text_key,
        part,
        sentence_number,
        part_number,
        {{ exploded(
            split_items(
                "case when author_side = 'customer' then part else replace("
                ~ regexp_replaced('part', ', (' ~ no_clause ~ ')', "concat(' ', " ~ first_group() ~ ")", ignore_case=true)
                ~ ", ', ', '|') end"
            ),
            'clause',
            'clause_number'
        ) }}
    from parts
),

reduced as (
    select
        author_side,
        text_key,
        {{ normalised_phrase('clause') }} as normalised_clause,
        sentence_number,
        part_number,
        clause_number,
        part like '%?%' as is_question,
        part like '§%' as is_item
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
            order by sentence_number, part_number, clause_number
        ) as integer) as clause_number,
        length(normalised_clause) - length(replace(normalised_clause, ' ', '')) + 1 as word_count,
        is_question,
        is_item,
        row_number() over (
            partition by author_side, text_key, sentence_number
            order by part_number desc, clause_number desc
        ) = 1 as is_last_clause
    from reduced
    where normalised_clause <> ''
)

select * from final
