-- What a customer's text says, wherever it stands: `closing` (thanks, it worked, goodbye), `yes`
-- and `no` alone, `automatic`, `perhaps` (thanks with a few words that nobody knows: "ok, I pick it
-- up tonight" closes only after an answer), else `request`. It must say so itself, and nothing else
-- besides but a word that nobody knows, such as a name: everything that may want something is a
-- request.
with

texts as (
    select * from {{ ref('int_message_texts_normalised') }}
    where author_side = 'customer'
),

clauses as (
    select * from {{ ref('int_message_clauses') }}
    where author_side = 'customer'
),

found as (
    select * from {{ ref('int_message_phrases_found') }}
    where author_side = 'customer'
),

emojis as (
    select * from {{ ref('ref_emojis') }}
),

word_numbers as (
    select cast(generated_number as integer) as word_number
    from ({{ dbt.generate_series(upper_bound=40) }}) as numbers
),

lengths as (
    select
        text_key,
        sum(word_count) as word_count,
        bool_or(is_question) as has_question,
        bool_or({{ regexp_found('normalised_clause', '(^| )[0-9]+( |$)') }}) as has_number
    from clauses
    group by text_key
),

-- The longest phrase over a word says what it means: "no problem" is no no.
spans as (
    select
        found.text_key,
        found.clause_number,
        word_numbers.word_number,
        found.signal,
        found.first_word_number,
        found.last_word_number - found.first_word_number + 1 as phrase_length
    from found
    inner join word_numbers
        on word_numbers.word_number between found.first_word_number and found.last_word_number
),

meanings as (
    select *
    from spans
    qualify row_number() over (
            partition by text_key, clause_number, word_number
            order by
                phrase_length desc,
                case signal
                    when 'objection' then 0 when 'yes' then 1 when 'filler' then 3 else 2
                end asc,
                signal asc
        ) = 1
),

signals as (
    select
        text_key,
        count(*) as known_word_count,
        bool_or(signal = 'automatic') as has_automatic,
        bool_or(signal = 'objection') as has_objection,
        bool_or(signal in ('thanks', 'goodbye', 'praise')) as has_thanks,
        bool_or(signal = 'goodbye') as has_goodbye,
        bool_or(signal = 'confirmation') as has_confirmation,
        bool_or(signal = 'yes') as has_yes,
        bool_or(signal = 'no') as has_no,
        bool_or(signal = 'yes' and clause_number = 1 and first_word_number = 1) as begins_with_yes
    from meanings
    group by text_key
),

emoji_signals as (
    select
        texts.text_key,
        bool_or(emojis.is_positive) as has_positive_emoji,
        bool_or(not emojis.is_positive) as has_negative_emoji
    from texts
    inner join emojis
        on position(emojis.emoji in texts.own_words) > 0
    where {{ regexp_found('texts.own_words', '[\\p{So}:;]') }}
    group by texts.text_key
),

gathered as (
    select
        texts.text_key,
        texts.is_only_emoji,
        texts.is_shortened,
        coalesce(lengths.word_count, 0) as word_count,
        coalesce(lengths.word_count, 0) - coalesce(signals.known_word_count, 0)
            as unknown_word_count,
        coalesce(lengths.has_question, false) as has_question,
        coalesce(lengths.has_number, false) as has_number,
        coalesce(signals.has_automatic, false) as has_automatic,
        coalesce(signals.has_objection, false) as has_objection,
        coalesce(signals.has_thanks, false) as has_thanks,
        coalesce(signals.has_goodbye, false) as has_goodbye,
        coalesce(signals.has_confirmation, false) as has_confirmation,
        coalesce(signals.has_yes, false) as has_yes,
        coalesce(signals.has_no, false) as has_no,
        coalesce(signals.begins_with_yes, false) as begins_with_yes,
        coalesce(emoji_signals.has_positive_emoji, false) as has_positive_emoji,
        coalesce(emoji_signals.has_negative_emoji, false) as has_negative_emoji
    from texts
    left join lengths
        on texts.text_key = lengths.text_key
    left join signals
        on texts.text_key = signals.text_key
    left join emoji_signals
        on texts.text_key = emoji_signals.text_key
),

final as (
    select
        text_key,
        case
            when has_automatic then 'automatic'
            when is_shortened or has_question or has_number or has_objection or has_negative_emoji
                then 'request'
            when is_only_emoji then case when has_positive_emoji then 'closing' else 'request' end
            when
                (has_thanks or has_confirmation)
                and not has_no
                and unknown_word_count <= case when has_goodbye then 3 else 1 end
                then 'closing'
            when has_no and not has_yes and not has_confirmation and unknown_word_count = 0
                then 'no'
            when has_yes and not has_no and unknown_word_count = 0 then 'yes'
            when
                (has_thanks or ((has_confirmation or has_yes) and not has_no))
                and unknown_word_count <= 3
                then 'perhaps'
            else 'request'
        end as text_kind,
        has_confirmation and not has_objection as has_confirmation,
        begins_with_yes and word_count <= 15 as begins_with_yes
    from gathered
)

select * from final
