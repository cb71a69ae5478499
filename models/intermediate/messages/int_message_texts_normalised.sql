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
        is_shortened
    from shortened
)

select * from final
