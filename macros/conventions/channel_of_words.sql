{#- One row per word of `words` (source_system, word) beside the channel that `ref_channel_words` has for it.
    A word written out wins over a pattern, a long pattern over a short one; an unknown word has no row. -#}
{% macro channel_of_words(words) -%}
    select
        said.word,
        known.channel
    from (select distinct source_system, word from {{ words }} where word is not null) as said
    inner join {{ ref('ref_channel_words') }} as known
        on
            said.source_system = known.source_system
            and lower(trim(said.word)) like known.word
    qualify
        row_number() over (
            partition by said.word
            order by
                case when replace(known.word, '%', '') <> known.word then 1 else 0 end,
                length(known.word) desc,
                known.word
        ) = 1
{%- endmacro %}
