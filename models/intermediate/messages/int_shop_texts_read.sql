-- What a text of the shop amounts to, wherever it stands. A handover or an apology at its end
-- outdoes what was said before; information outdoes the question that goes with it, and the offer
-- and the form only if it is a number or long: "our team is in on weekdays. Shall I put you
-- through?" offers.
{% set latin = '[A-Za-z0-9\\x{00C0}-\\x{024F}]' %}

with

texts as (
    select * from {{ ref('int_message_texts_normalised') }}
    where author_side <> 'customer'
),

clauses as (
    select * from {{ ref('int_shop_clauses_read') }}
),

-- Choices of a menu and names are short clauses among others; they inform nobody. Nor does what
-- explains a question or a form behind it ("your order number? You find it on the invoice"), or
-- follows a request to rate or to wait: "how did we do? Answer with 1 to 5".
placed as (
    select
        *,
        count(case when clause_kind = 'statement' then 1 end) over (
            partition by author_side, text_key
        ) as statement_count,
        bool_or(clause_kind in ('clarifying_question', 'form', 'greeting')) over (
            partition by author_side, text_key
        ) as has_question,
        coalesce(
            bool_or(clause_kind in ('clarifying_question', 'form')) over before, false
        ) as is_explanation,
        coalesce(
            bool_or(clause_kind in ('whether_helped', 'anything_else', 'offer')) over before, false
        ) as follows_question,
        coalesce(
            bool_or(clause_kind in ('automatic', 'nudge', 'queue')) over before, false
        ) as follows_automatic,
        coalesce(
            bool_or(clause_kind in ('form', 'clarifying_question')) over (
                partition by author_side, text_key, sentence_number
                order by clause_number
                rows between unbounded preceding and 1 preceding
            ),
            false
        ) as is_in_question,
        row_number() over (
            partition by author_side, text_key
            order by clause_number desc
        ) as number_from_end
    from clauses
    where clause_kind <> 'filler'
    window
        before as (
            partition by author_side, text_key
            order by clause_number
            rows between unbounded preceding and 1 preceding
        )
),

kinds as (
    select
        *,
        clause_kind = 'statement'
        and not (
            is_explanation
            and (statement_count <= 2 or is_item)
            and not (has_number and word_count >= 6 and not is_item)
        )
        and not (is_in_question or follows_automatic)
        and (
            word_count >= 4
            or not (has_question or follows_question)
            or (word_count >= 3 and has_number)
        ) as is_informative
    from placed
),

-- What is worth an answer although the text offers somebody or asks for a form.
measured as (
    select
        *,
        is_informative and (has_number or word_count >= 9) as is_full
    from kinds
),

-- In the languages that the phrases are in, a third of all words are common ones, and hardly ever
-- less than a fifth. A text in another language is not understood; a short one may do without.
languages as (
    select
        author_side,
        text_key,
        sum(word_count) < 8 or sum(known_word_count) >= 0.2 * sum(word_count) as is_understood
    from clauses
    group by author_side, text_key
),

rolled_up as (
    select
        author_side,
        text_key,
        bool_or(clause_kind = 'handoff_notice') as has_handoff_notice,
        bool_or(clause_kind = 'acknowledgement') as has_acknowledgement,
        bool_or(clause_kind = 'apology') as has_apology,
        bool_or(is_informative) as has_statement,
        bool_or(is_informative and has_evidence) as has_information,
        bool_or(is_informative and has_evidence and not has_inability) as has_help,
        bool_or(is_full and has_evidence and not has_inability and not names_person)
            as has_own_help,
        bool_or(is_full and not is_item and has_evidence) as has_full,
        count(case when is_item then 1 end) >= 2 and bool_or(asks_to_choose) as has_menu,
        bool_or(clause_kind = 'inability') as has_inability,
        bool_or(clause_kind = 'queue') as has_queue,
        bool_or(clause_kind = 'nudge') as has_nudge,
        bool_or(clause_kind = 'automatic') as has_automatic,
        -- "A colleague could change it. Shall I?" offers one in two sentences.
        bool_or(clause_kind = 'offer')
        or (
            bool_or(has_person)
            and bool_or(
                clause_kind = 'clarifying_question' and is_short_question and number_from_end = 1
            )
        ) as has_offer,
        bool_or(clause_kind = 'form') as has_form,
        bool_or(clause_kind = 'clarifying_question') as has_clarifying_question,
        bool_or(clause_kind = 'greeting') as has_greeting,
        bool_or(clause_kind = 'whether_helped') as has_whether_helped,
        bool_or(clause_kind = 'anything_else') as has_anything_else,
        max(case when number_from_end = 1 then clause_kind end) as last_clause_kind
    from measured
    group by author_side, text_key
),

-- Nothing but fillers ("one moment, please") is as good as silence.
final as (
    select
        texts.author_side,
        texts.text_key,
        case
            when texts.is_only_emoji then 'greeting'
            when not coalesce(languages.is_understood, false) then null
            when not {{ regexp_found('texts.own_words', latin) }} then null
            when rolled_up.has_handoff_notice then 'handoff_notice'
            when rolled_up.has_nudge then 'automatic'
            when {{ regexp_found('texts.own_words', '_{3}') }} then 'form'
            when rolled_up.has_form and not rolled_up.has_own_help then 'form'
            when rolled_up.has_acknowledgement then 'acknowledgement'
            when rolled_up.has_offer and (
                    rolled_up.has_apology
                    or rolled_up.has_inability
                    or not rolled_up.has_own_help
                )
                then 'offer'
            when rolled_up.has_apology then 'apology'
            when rolled_up.has_inability and not rolled_up.has_own_help then 'apology'
            when rolled_up.has_menu and not rolled_up.has_full then 'clarifying_question'
            when rolled_up.has_information then 'answer'
            when rolled_up.has_automatic then 'automatic'
            when rolled_up.has_offer then 'offer'
            when rolled_up.has_form then 'form'
            when rolled_up.has_clarifying_question then 'clarifying_question'
            when rolled_up.has_inability then 'apology'
            when rolled_up.has_queue then 'automatic'
            when rolled_up.has_greeting then 'greeting'
            when rolled_up.has_statement then null
            else 'automatic'
        end as text_kind,
        coalesce(rolled_up.has_automatic, false) as has_automatic,
        coalesce(rolled_up.has_offer, false) as has_offer,
        coalesce(rolled_up.has_whether_helped, false) as has_whether_helped,
        coalesce(rolled_up.has_anything_else, false) as has_anything_else,
        coalesce(
            rolled_up.last_clause_kind in ('clarifying_question', 'form', 'greeting'), false
        ) as ends_with_question
    from texts
    left join languages
        on
            texts.author_side = languages.author_side
            and texts.text_key = languages.text_key
    left join rolled_up
        on
            texts.author_side = rolled_up.author_side
            and texts.text_key = rolled_up.text_key
)

select * from final
