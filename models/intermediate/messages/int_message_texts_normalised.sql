{#- "How satisfied are you, from 1 to 5?" names both ends of a scale, and what is judged on it. A
    menu ("1 order status, 2 returns ... 5 other") names what lies between. -#}
{% set scale = '(?i)(?:^|[^0-9])[01] ?(?:[(=][^)\\n]{1,30}[)]? ?)?'
    ~ '(?:-|–|/|to|bis|à|a|al|ao|tot|t/m|do|and|und|et|y|e|en|i|,? ?2,? ?3,? ?4,?)(?: ?a)?'
    ~ ' ?(?:5|10)(?:[^0-9]|$)' %}
{% set judged = '(?i)(?:rate|rating|score|likely|recommend|satisf|stars|bewert|zufrieden|empfehl'
    ~ '|empfiehl|wahrscheinlich|skala|scale|sterne|notez|note[rz]? |échelle|probab|recommand|étoiles'
    ~ '|valor|califi|punt[uú]|escala|estrellas|recomend|valut|punteggio|soddisf|stelle|consigli'
    ~ '|beoordeel|tevreden|waarschijnlijk|aanbevel|schaal|sterren|avali|estrelas|oce[nń]|zadowol'
    ~ '|skali|gwiazd|poleci|prawdopodob|bedömr|(?:cuán|how) (?:happy|well))' %}
{#- A number up to ten, with or without its scale and stars. -#}
{% set score = '(?i)\\s*(?:(?:10|[0-9])(?:[.,][0-9])?'
    ~ '(?: ?(?:/|out of|von|sur|de|su|van|em|na|z) ?(?:5|10))?'
    ~ ' ?(?:stars?|sterne?|étoiles?|estrellas?|stell[ae]|sterren|ster|estrelas?|gwiazd\\p{L}*'
    ~ '|points?|punkte?|punten|puntos?|punti|pontos?|[⭐★☆🌟]+)?)[.! ]*' %}

-- Texts are read once each, not once a message: what the writer himself wrote. Of the shop the
-- whole of it is read; of a customer the beginning, since a long text is a request whatever it
-- says; of a person who works for the shop only the end, which may ask something back.
with

messages as (
    select * from {{ ref('int_messages') }}
),

texts as (
    select distinct
        {{ author_side('author_role') }} as author_side,
        body
    from messages
    where is_public and body is not null
),

worded as (
    select
        author_side,
        md5(body) as text_key,
        body,
        {{ own_words("case when author_side = 'agent' then right(body, 600) else body end") }}
            as own_words
    from texts
),

shortened as (
    select
        author_side,
        text_key,
        case author_side
            when 'customer' then left(own_words, 400)
            when 'agent' then right(own_words, 200)
            else own_words
        end as own_words,
        author_side = 'customer' and length(own_words) > 400 as is_shortened
    from worded
),

final as (
    select
        author_side,
        text_key,
        own_words,
        length(own_words) <= 40 and {{ is_only_emoji('own_words') }} as is_only_emoji,
        is_shortened,
        author_side = 'customer'
        and length(own_words) <= 20
        and {{ regexp_matches_all('own_words', score) }} as is_score,
        author_side <> 'customer'
        and {{ regexp_found('own_words', scale) }}
        and {{ regexp_found('own_words', judged) }} as has_scale,
        author_side <> 'customer' and {{ regexp_found('own_words', '[?？][^\\p{L}\\p{N}]*$') }}
            as ends_with_question_mark
    from shortened
)

select * from final
