-- What a customer's text says, wherever it stands: `closing` (thanks, it worked, goodbye), `yes`
-- and `no` alone, `score`, `automatic`, `perhaps` (thanks with a few words that nobody knows: "ok,
-- I pick it up tonight" or "thanks, cancel it"), else `request`. It must say so itself, and nothing
-- else besides but a word that nobody knows, such as a name: everything that may want something is
-- a request. A machine speaks only in a machine's frame: "my parcel could not be delivered" is no
-- bounce.
{% set machine_signals = "('automatic', 'subject', 'absence', 'mail', 'command', 'wish')" %}
{#- What phones and calendars write of their own: a reaction to a quoted message, an answered
    invitation, a call that nobody took. A reaction of dislike is not among them. -#}
{% set machine_line = '(?i)^\\s*(?:'
    ~ '(?:liked|loved|laughed at|emphasi[sz]ed|reacted[^\\n]{1,20}to) [«“„\"]'
    ~ '|[^\\n\"«“„]{0,40}(?:reagierte|hat reagiert|a réagi|reaccionó|ha reagito|reageerde|reagiu'
    ~ '|zareagowała?|reacted)[^\\n\"«“„]{0,30}[«“„\"]'
    ~ '|(?:gefällt|aimé|le gusta|piace a|vindt|curtiu|polubiła?)[^\\n]{0,20}[«“„\"]'
    ~ '|(?:accepted|tentatively accepted|zugesagt|angenommen|accepté|aceptado|aceptada|accettato'
    ~ '|geaccepteerd|aceite|aceito|zaakceptowano): [^\\n]{3,80}$'
    ~ '|(?:call missed|missed call|missed (?:voice|video) call|you missed a call from[^\\n]{0,40}'
    ~ '|verpasster anruf|anruf verpasst|appel manqué|llamada perdida|chiamata persa|gemiste oproep'
    ~ '|oproep gemist|chamada perdida|nieodebrane połączenie)[^\\p{L}]*$)' %}
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

-- What a person says and what a machine says are read apart. The longest phrase over a word says
-- what it means: "no problem" is no no, "please contact" asks for nothing.
spans as (
    select
        found.text_key,
        found.clause_number,
        word_numbers.word_number,
        found.signal,
        found.signal in {{ machine_signals }} as is_of_machines,
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
            partition by text_key, clause_number, word_number, is_of_machines
            order by
                phrase_length desc,
                case signal
                    when 'objection' then 0 when 'yes' then 1 when 'filler' then 3 else 2
                end asc,
                signal asc
        ) = 1
),

listed as (
    select
        text_key,
        clause_number,
        {{ split_items('normalised_clause', ' ') }} as clause_words
    from clauses
),

words as (
    select
        text_key,
        clause_number,
        {{ exploded('clause_words', 'word', 'word_number') }}
    from listed
),

placed as (
    select
        *,
        row_number() over (
            partition by text_key
            order by clause_number desc, word_number desc
        ) as number_from_end,
        count(*) over (partition by text_key) as word_count
    from words
),

-- The last word may be a name, and names have a capital. Any other last word that nobody knows may
-- be what is wanted: "gracias, cancélalo", "bye, lawyer".
unknown_words as (
    select
        placed.text_key,
        count(*) as unknown_word_count,
        bool_or(
            (placed.number_from_end = 1 or placed.word_count = 2)
            and position(
                concat(upper(left(placed.word, 1)), substr(placed.word, 2)) in texts.own_words
            ) = 0
        ) as has_unnamed_word
    from placed
    inner join texts
        on placed.text_key = texts.text_key
    left join meanings
        on
            placed.text_key = meanings.text_key
            and placed.clause_number = meanings.clause_number
            and placed.word_number = meanings.word_number
            and not meanings.is_of_machines
    where meanings.text_key is null
    group by placed.text_key
),

signals as (
    select
        text_key,
        count(case when signal = 'command' then 1 end) as command_word_count,
        bool_or(signal = 'automatic') as has_automatic,
        bool_or(signal = 'subject' and clause_number = 1) as has_subject,
        bool_or(signal = 'absence') and bool_or(signal = 'mail') as has_absence,
        bool_or(signal = 'wish') as has_wish,
        bool_or(signal = 'objection') as has_objection,
        bool_or(signal in ('thanks', 'goodbye', 'praise')) as has_thanks,
        bool_or(signal in ('thanks', 'confirmation')) as has_gratitude,
        bool_or(signal = 'goodbye') as has_goodbye,
        bool_or(signal = 'confirmation') as has_confirmation,
        bool_or(signal = 'yes') as has_yes,
        bool_or(signal = 'no') as has_no,
        bool_or(signal = 'yes' and clause_number = 1 and first_word_number = 1) as begins_with_yes
    from meanings
    group by text_key
),

-- Whatever a longer phrase makes of them: "top, bedankt" thanks, and "no thanks" closes.
heard as (
    select
        text_key,
        bool_or(signal = 'no') as names_no,
        bool_or(signal = 'praise') as names_praise
    from found
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
        texts.is_score,
        {{ regexp_found('texts.own_words', machine_line) }} as is_machine_line,
        coalesce(lengths.word_count, 0) as word_count,
        coalesce(unknown_words.unknown_word_count, 0) as unknown_word_count,
        coalesce(unknown_words.has_unnamed_word, false) as has_unnamed_word,
        coalesce(lengths.has_question, false) as has_question,
        coalesce(lengths.has_number, false) as has_number,
        coalesce(signals.command_word_count = lengths.word_count, false) as is_command,
        coalesce(signals.has_subject, false) as has_subject,
        coalesce(signals.has_automatic or signals.has_absence, false)
        and not coalesce(signals.has_wish, false) as has_automatic,
        coalesce(signals.has_objection, false) as has_objection,
        coalesce(signals.has_thanks, false) as has_thanks,
        coalesce(heard.names_no, false) as names_no,
        coalesce(heard.names_praise, false) as has_praise,
        coalesce(signals.has_gratitude, false) as has_gratitude,
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
    left join unknown_words
        on texts.text_key = unknown_words.text_key
    left join signals
        on texts.text_key = signals.text_key
    left join heard
        on texts.text_key = heard.text_key
    left join emoji_signals
        on texts.text_key = emoji_signals.text_key
),

final as (
    select
        text_key,
        case
            when is_command then 'automatic'
            when is_machine_line and not has_negative_emoji then 'automatic'
            when (has_subject or has_automatic) and not has_question then 'automatic'
            when is_score then 'score'
            when is_shortened or has_question or has_number or has_objection or has_negative_emoji
                then 'request'
            when is_only_emoji then case when has_positive_emoji then 'closing' else 'request' end
            when
                (has_thanks or has_confirmation)
                and not has_no
                and not has_unnamed_word
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
        begins_with_yes and word_count <= 15 as begins_with_yes,
        (has_praise or has_positive_emoji or has_yes)
        and not (names_no or has_objection or has_confirmation or has_goodbye) as has_assent,
        has_gratitude and not (names_no or has_confirmation or has_goodbye) as is_mere_thanks,
        has_gratitude
    from gathered
)

select * from final
