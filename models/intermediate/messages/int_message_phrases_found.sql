-- A sentence meets a phrase by its first word, which is a join and no comparison of every sentence
-- with every phrase; then the words that follow must be the phrase's. Stems and the last parts of
-- compounds meet words by four letters.
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

whole_words as (
    select
        words.author_side,
        words.text_key,
        phrases.signal,
        words.clause_number,
        words.word_number as first_word_number,
        words.word_number + phrases.phrase_length - 1 as last_word_number
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
            when 'anywhere' then true
            else false
        end
),

beginnings as (
    select
        words.author_side,
        words.text_key,
        phrases.signal,
        words.clause_number,
        words.word_number as first_word_number,
        words.word_number as last_word_number
    from words
    inner join phrases
        on
            words.author_side = phrases.author_side
            and left(words.word, 4) = left(phrases.phrase, 4)
            and phrases.place = 'stem'
    where left(words.word, length(phrases.phrase)) = phrases.phrase
),

endings as (
    select
        words.author_side,
        words.text_key,
        phrases.signal,
        words.clause_number,
        words.word_number as first_word_number,
        words.word_number as last_word_number
    from words
    inner join phrases
        on
            words.author_side = phrases.author_side
            and right(words.word, 4) = right(phrases.phrase, 4)
            and phrases.place = 'compound'
    where right(words.word, length(phrases.phrase)) = phrases.phrase
),

combined_finds as (
    select * from whole_words

    union

    select * from beginnings

    union

    select * from endings
),

final as (
    select
        author_side,
        text_key,
        signal,
        clause_number,
        cast(first_word_number as integer) as first_word_number,
        cast(last_word_number as integer) as last_word_number
    from combined_finds
)

select * from final
