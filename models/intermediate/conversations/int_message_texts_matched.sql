-- What a text says about itself: an automatic reply of the customer's mail system, or a bot's
-- greeting, form, handoff notice or automatic message. If several phrases match, the kind that
-- says the least counts. A handoff put as a question is an offer, and nobody has taken it yet.
with

-- Spaces around text and phrase alike: only whole words are found.
texts as (
    select
        *,
        concat(' ', normalised_text, ' ') as spaced_text
    from {{ ref('int_message_texts_normalised') }}
),

closings as (
    select * from {{ ref('int_message_texts_closed') }}
),

automatic_phrases as (
    select
        'customer' as author_side,
        concat(' ', {{ normalised_phrase('phrase') }}, ' ') as spaced_phrase,
        match_type,
        'automatic' as message_kind
    from {{ ref('ref_automatic_phrases') }}
),

bot_phrases as (
    select
        'shop' as author_side,
        concat(' ', {{ normalised_phrase('phrase') }}, ' ') as spaced_phrase,
        match_type,
        message_kind
    from {{ ref('ref_bot_phrases') }}
),

phrases as (
    select * from automatic_phrases
    union all
    select * from bot_phrases
),

-- Few phrases against distinct texts: a cross join that stays small.
found as (
    select
        texts.author_side,
        texts.text_key,
        phrases.message_kind
    from texts
    inner join phrases
        on texts.author_side = phrases.author_side
    where
        not (phrases.message_kind = 'handoff_notice' and texts.has_question_mark)
        and case phrases.match_type
            when 'exact' then texts.is_whole and texts.spaced_text = phrases.spaced_phrase
            when 'prefix'
                then
                    left(texts.spaced_text, length(phrases.spaced_phrase))
                    = phrases.spaced_phrase
            when 'suffix'
                then
                    texts.is_whole
                    and right(texts.spaced_text, length(phrases.spaced_phrase))
                    = phrases.spaced_phrase
            when 'contains' then position(phrases.spaced_phrase in texts.spaced_text) > 0
        end
),

phrased as (
    select
        author_side,
        text_key,
        case
            when bool_or(message_kind = 'automatic') then 'automatic'
            when bool_or(message_kind = 'handoff_notice') then 'handoff_notice'
            when bool_or(message_kind = 'form') then 'form'
            else 'greeting'
        end as message_kind
    from found
    group by author_side, text_key
),

final as (
    select
        author_side,
        text_key,
        message_kind,
        false as is_confirmation
    from phrased

    union all

    -- STOP and its like are automatic even where a closing phrase reads the same.
    select
        'customer' as author_side,
        closings.text_key,
        'closing' as message_kind,
        closings.is_confirmation
    from closings
    left join phrased
        on
            closings.text_key = phrased.text_key
            and phrased.author_side = 'customer'
    where phrased.text_key is null
)

select * from final
