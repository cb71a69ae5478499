-- One clause says one thing. What it says about itself comes before what it is made of: "how can I
-- help?" greets although it asks, and whoever offers a person in a question, or "if that does not
-- help", has not handed over.
-- Most is told by two words of a kind in one clause, wherever they stand: "kann ich … nicht" cannot
-- help, "… team … writes to you" hands over, "enter … name … address" is a form.
{#- A number, in digits or as a word, or the next day. Words that mean more than that are none. -#}
{% set number = '(^| )(?:[0-9]|(?:two|three|four|five|six|seven|eight|nine|ten|twelve|tomorrow'
    ~ '|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|morgen|deux|trois|quatre|cinq|sept|huit'
    ~ '|neuf|dix|douze|demain|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|mañana|tre|quattro'
    ~ '|cinque|sette|otto|nove|dieci|dodici|domani|twee|drie|vijf|zes|zeven|negen|tien|twaalf|dois|duas'
    ~ '|três|quatro|sete|oito|dez|doze|amanhã|dwa|dwie|trzy|cztery|pięć|sześć|siedem|osiem|dziewięć'
    ~ '|dziesięć|jutro)(?: |$))' %}
with

clauses as (
    select * from {{ ref('int_message_clauses') }}
    where author_side <> 'customer'
),

found as (
    select * from {{ ref('int_message_phrases_found') }}
    where author_side <> 'customer'
),

signals as (
    select
        author_side,
        text_key,
        clause_number,
        bool_or(signal = 'nudge') as has_nudge,
        bool_or(signal = 'ending') and bool_or(signal = 'chat') as has_ending,
        bool_or(signal = 'automatic') as has_automatic,
        bool_or(signal = 'whether_helped') as has_whether_helped,
        bool_or(signal = 'anything_else') as has_anything_else,
        bool_or(signal = 'offer') as has_offer,
        bool_or(signal = 'wish') as has_wish,
        bool_or(signal = 'condition') as has_condition,
        bool_or(signal = 'person') as has_person,
        bool_or(signal = 'transfer') as has_transfer,
        bool_or(signal = 'handoff_notice') as has_handoff_notice,
        bool_or(signal = 'acknowledgement')
        or (bool_or(signal in ('ticket', 'everything')) and bool_or(signal = 'opened'))
        or (bool_or(signal = 'ticket') and bool_or(signal = 'received')) as has_acknowledgement,
        bool_or(signal = 'form') as has_form,
        bool_or(signal = 'enter') as has_enter,
        bool_or(signal = 'blank') as has_blank,
        count(distinct case when signal = 'detail' then first_word_number end) as detail_count,
        bool_or(signal = 'apology') as has_apology,
        bool_or(signal = 'greeting') as has_greeting,
        bool_or(signal = 'clarifying_question')
        or (bool_or(signal = 'choose') and bool_or(signal = 'choice'))
            as has_clarifying_question,
        bool_or(signal = 'question_word') as has_question_word,
        bool_or(signal = 'question_verb') as has_question_verb,
        bool_or(signal = 'purpose') as has_purpose,
        bool_or(signal = 'filler') as has_filler,
        bool_or(signal = 'own_inability')
        or (bool_or(signal = 'own_ability') and bool_or(signal = 'negation')) as has_own_inability,
        bool_or(signal = 'inability') as has_inability,
        bool_or(signal = 'queue') as has_queue,
        bool_or(signal = 'choose') as has_choose,
        bool_or(signal = 'chat') as has_chat,
        bool_or(signal = 'matter') as has_matter,
        bool_or(signal = 'person')
        and (
            bool_or(signal = 'absence')
            or (bool_or(signal = 'presence') and bool_or(signal = 'negation'))
        ) as has_absence,
        bool_or(signal = 'sympathy') as has_sympathy,
        count(distinct first_word_number) as known_word_count,
        sum(
            case when signal = 'filler' then last_word_number - first_word_number + 1 else 0 end
        ) as filler_word_count
    from found
    group by author_side, text_key, clause_number
),

handed as (
    select
        clauses.*,
        coalesce(signals.has_nudge or signals.has_ending, false) as has_nudge,
        coalesce(signals.has_automatic, false) as has_automatic,
        coalesce(signals.has_whether_helped, false) as has_whether_helped,
        coalesce(signals.has_anything_else, false) as has_anything_else,
        coalesce(signals.has_offer, false) as has_offer,
        coalesce(signals.has_wish, false) as has_wish,
        coalesce(signals.has_condition, false) as has_condition,
        coalesce(
            signals.has_handoff_notice or (signals.has_transfer and signals.has_person), false
        ) as has_handoff,
        coalesce(signals.has_person, false) as has_person,
        coalesce(signals.has_transfer, false) as has_transfer,
        coalesce(signals.has_acknowledgement, false) as has_acknowledgement,
        coalesce(signals.has_form, false) as has_form,
        coalesce(signals.has_enter, false) as has_enter,
        coalesce(signals.has_blank, false) as has_blank,
        coalesce(signals.detail_count, 0) as detail_count,
        coalesce(signals.has_apology or signals.has_absence, false) as has_apology,
        coalesce(signals.has_sympathy, false) as has_sympathy,
        {{ regexp_found('clauses.normalised_clause', number) }} as has_number,
        coalesce(signals.has_greeting, false) as has_greeting,
        coalesce(signals.has_clarifying_question, false) as has_clarifying_question,
        coalesce(signals.has_question_word, false) as has_question_word,
        coalesce(signals.has_question_verb, false) as has_question_verb,
        coalesce(signals.has_purpose, false) as has_purpose,
        coalesce(signals.has_filler, false) as has_filler,
        coalesce(signals.has_own_inability, false) as has_own_inability,
        coalesce(signals.has_inability, false) as has_inability,
        coalesce(signals.has_queue, false) as has_queue,
        coalesce(signals.has_choose, false) as has_choose,
        coalesce(signals.has_chat, false) as has_chat,
        coalesce(signals.has_matter, false) as has_matter,
        coalesce(signals.known_word_count, 0)
        + case
            when {{ regexp_found('clauses.normalised_clause', '(^| )[0-9]') }} then 1 else 0
        end as known_word_count,
        clauses.word_count - coalesce(signals.filler_word_count, 0) as other_word_count
    from clauses
    left join signals
        on
            clauses.author_side = signals.author_side
            and clauses.text_key = signals.text_key
            and clauses.clause_number = signals.clause_number
),

placed as (
    select
        *,
        bool_or(has_person) over (partition by author_side, text_key, sentence_number)
            as names_person,
        bool_or(is_question) over (partition by author_side, text_key, sentence_number)
            as sentence_asks,
        bool_or(has_enter) over (partition by author_side, text_key, sentence_number)
            as sentence_wants,
        bool_or(has_condition) over (
            partition by author_side, text_key, sentence_number
            order by clause_number
            rows between unbounded preceding and current row
        ) as is_conditional,
        bool_or(has_blank) over (partition by author_side, text_key, sentence_number)
        or sum(detail_count) over (partition by author_side, text_key, sentence_number) >= 2
        or (
            sum(detail_count) over (partition by author_side, text_key, sentence_number) = 1
            and count(*) over (partition by author_side, text_key, sentence_number) >= 4
        ) as names_details,
        row_number() over (partition by author_side, text_key order by clause_number desc) = 1
            as is_last_of_text
    from handed
),

named as (
    select
        *,
        case
            when has_nudge then 'nudge'
            when has_whether_helped and is_question then 'whether_helped'
            when has_anything_else and is_question then 'anything_else'
            when has_automatic then 'automatic'
            when has_offer or (has_wish and names_person) then 'offer'
            when has_handoff and is_conditional then 'offer'
            when
                is_question
                and (
                    has_handoff or (has_transfer and (has_wish or names_person or word_count <= 5))
                )
                then 'offer'
            when has_form or (sentence_wants and names_details) then 'form'
            when has_handoff then 'handoff_notice'
            when has_acknowledgement then 'acknowledgement'
            when has_apology then 'apology'
            when has_own_inability then 'inability'
            when has_greeting then 'greeting'
            when has_clarifying_question or (has_enter and detail_count > 0)
                then 'clarifying_question'
            when
                (has_question_word and (sentence_asks or is_last_of_text))
                or (has_question_verb and sentence_asks)
                then 'clarifying_question'
            when has_queue then 'queue'
            when has_number then 'statement'
            when has_sympathy or (has_purpose and not is_last_clause) then 'filler'
            when has_filler and other_word_count <= 1 and not has_matter then 'filler'
            else 'statement'
        end as named_kind
    from placed
),

-- All of a question asks, unless it only follows what the sentence says: "it arrives tomorrow, can
-- I help with anything else?"
asked as (
    select
        *,
        bool_or(named_kind in ('whether_helped', 'anything_else', 'offer')) over (
            partition by author_side, text_key, sentence_number
        ) as has_follow_up
    from named
),

final as (
    select
        author_side,
        text_key,
        case
            when named_kind = 'statement' and is_question and not has_follow_up
                then 'clarifying_question'
            else named_kind
        end as clause_kind,
        clause_number,
        word_count,
        known_word_count,
        has_inability,
        has_number,
        (has_number or (has_matter and not has_person)) and not has_chat as has_evidence,
        has_person,
        names_person,
        sentence_number,
        (has_choose or has_enter) and not is_item as asks_to_choose,
        is_item,
        is_question
        and word_count <= 5
        and (has_wish or not (has_question_word or has_question_verb)) as is_short_question
    from asked
)

select * from final
