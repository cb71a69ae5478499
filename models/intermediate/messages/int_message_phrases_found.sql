-- A sentence meets a phrase by its first word, which is a join and no comparison of every sentence
-- with every phrase; then the words that follow must be the phrase's.
with

clauses as (
    select * from {{ ref('int_message_clauses') }}
),

customer_phrases as (
    select
        'customer' as author_side,
        {{ normalised_phrase('phrase') }} as phrase,
        signal,
        place
    from {{ ref('ref_customer_phrases') }}
),

shop_phrases as (
    select
        'shop' as author_side,
        {{ normalised_phrase('phrase') }} as phrase,
        signal,
        place
    from {{ ref('ref_shop_phrases') }}
),

-- Agents' texts are read for what they ask back, and that is said in the same words.
combined as (
    select * from customer_phrases

    union all

    select * from shop_phrases

    union all

    select
        'agent' as author_side,
        phrase,
        signal,
        place
    from shop_phrases
),

phrases as (
    select
        author_side,
        phrase,
        split_part(phrase, ' ', 1) as first_word,
        {{ split_items('phrase', ' ') }} as phrase_words,
        signal,
        place,
        length(phrase) - length(replace(phrase, ' ', '')) + 1 as phrase_length
    from combined
),

listed as (
    select
        author_side,
        text_key,
        clause_number,
        word_count,
        {{ split_items('normalised_clause', ' ') }} as clause_words
    from clauses
),

words as (
    select
        *,
        {{ exploded('clause_words', 'word', 'word_number') }}
    from listed
),

final as (
    select
        words.author_side,
        words.text_key,
        phrases.signal,
        words.clause_number,
        cast(words.word_number as integer) as first_word_number,
        cast(words.word_number + phrases.phrase_length - 1 as integer) as last_word_number
    from words
    inner join phrases
        on
            words.author_side = phrases.author_side
            and words.word = phrases.first_word
    where
        {{ list_part('words.clause_words', 'words.word_number', 'phrases.phrase_length') }}
        = phrases.phrase_words
        and case phrases.place
            when 'whole' then words.word_count = phrases.phrase_length
            when 'start' then words.word_number = 1
            when 'end' then words.word_number + phrases.phrase_length - 1 = words.word_count
            else true
        end
)

select * from final
