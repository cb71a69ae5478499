{#- Text reduced to what phrases are compared by: lower case, apostrophes dropped, every other run
    of marks, spaces and emoji (with the mark that colours them) one space. `Great, thanks!` and
    `great thanks` are the same phrase. -#}
{% macro normalised_phrase(text) -%}
    trim(
        {{ regexp_replaced(
            "translate(lower(" ~ text ~ "), '''’`´', '')",
            '([^\\p{L}\\p{M}\\p{N}]|\\x{FE0F})+', "' '"
        ) }}
    )
{%- endmacro %}

{#- True for a text of nothing but emoji (with their skin tones and joiners), a smile in
    punctuation counted as one. -#}
{% macro is_only_emoji(text) -%}
    {{ regexp_matches_all(
        regexp_replaced(text, '[:;]-?\\)|<3', "'☺'"),
        '[\\s\\p{So}\\p{Sk}\\x{200D}\\x{FE0F}]*\\p{So}[\\s\\p{So}\\p{Sk}\\x{200D}\\x{FE0F}]*'
    ) }}
{%- endmacro %}

{#- A list separated by `|`, each entry reduced like a phrase, with a bar before and behind it. -#}
{% macro normalised_list(text) -%}
    {{ regexp_replaced(
        regexp_replaced(
            "translate(concat('|', lower(" ~ text ~ "), '|'), '''’`´', '')",
            '([^\\p{L}\\p{M}\\p{N}|]|\\x{FE0F})+', "' '"
        ),
        ' *[|] *', "'|'"
    ) }}
{%- endmacro %}

{#- The distinct words of a reduced phrase, as a list. -#}
{% macro phrase_words(phrase) -%}
    {{ list_deduplicated(split_items(phrase, ' ')) }}
{%- endmacro %}
