-- Which customer texts look like a closing: no question mark, at most six words, and every word
-- part of a closing phrase ("great, thanks" is two), so that "no thanks, still broken" is none.
with

texts as (
    select * from {{ ref('int_message_texts_normalised') }}
    where author_side = 'customer' and is_whole and not has_question_mark
),

closing_phrases as (
    select
        {{ normalised_phrase('phrase') }} as phrase,
        is_confirmation
    from {{ ref('ref_closing_phrases') }}
),

word_numbers as (
    select cast(generated_number as integer) as word_number
    from ({{ dbt.generate_series(upper_bound=6) }}) as numbers
),

phrases as (
    select
        phrase,
        split_part(phrase, ' ', 1) as first_word,
        length(phrase) - length(replace(phrase, ' ', '')) + 1 as word_count,
        is_confirmation
    from closing_phrases
),

words as (
    select
        texts.text_key,
        texts.normalised_text,
        texts.word_count,
        word_numbers.word_number,
        split_part(texts.normalised_text, ' ', word_numbers.word_number) as word
    from texts
    inner join word_numbers
        on texts.word_count >= word_numbers.word_number
    where texts.word_count <= 6
),

placed as (
    select
        *,
        1 + coalesce(sum(length(word) + 1) over (
            partition by text_key
            order by word_number
            rows between unbounded preceding and 1 preceding
        ), 0) as word_start
    from words
),

-- The space behind both keeps "thanks" from being found in "thanksgiving".
found as (
    select
        placed.text_key,
        placed.word_count,
        placed.word_number as first_word_number,
        placed.word_number + phrases.word_count - 1 as last_word_number,
        phrases.is_confirmation
    from placed
    inner join phrases
        on placed.word = phrases.first_word
    where
        substring(
            concat(placed.normalised_text, ' '),
            cast(placed.word_start as integer),
            length(phrases.phrase) + 1
        ) = concat(phrases.phrase, ' ')
),

covered as (
    select
        found.text_key,
        bool_or(found.is_confirmation) as is_confirmation
    from found
    inner join word_numbers
        on word_numbers.word_number between found.first_word_number and found.last_word_number
    group by found.text_key, found.word_count
    having count(distinct word_numbers.word_number) = found.word_count
),

only_emoji as (
    select
        text_key,
        false as is_confirmation
    from texts
    where is_only_emoji
),

final as (
    select * from covered
    union all
    select * from only_emoji
)

select * from final
