-- Phrases are looked for once per distinct text, not once per message. The first 200 characters
-- decide: no phrase is longer, and a longer text is no closing. Agents' texts are not needed.
with

messages as (
    select * from {{ ref('int_messages') }}
),

texts as (
    select distinct
        case when author_role = 'customer' then 'customer' else 'shop' end as author_side,
        left(body, 200) as text_start
    from messages
    where
        is_public
        and message_kind is null
        and author_role <> 'agent'
        and body is not null
),

reduced as (
    select
        author_side,
        md5(text_start) as text_key,
        {{ normalised_phrase('text_start') }} as normalised_text,
        length(text_start) < 200 as is_whole,
        text_start like '%?%' or text_start like '%？%' as has_question_mark,
        length(text_start) <= 40 and {{ is_only_emoji('text_start') }} as is_only_emoji
    from texts
),

final as (
    select
        *,
        case
            when normalised_text = '' then 0
            else length(normalised_text) - length(replace(normalised_text, ' ', '')) + 1
        end as word_count
    from reduced
)

select * from final
