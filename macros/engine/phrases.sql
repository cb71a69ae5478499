{#- Text reduced to what phrases are compared by: lower case, apostrophes dropped, every other run
    of marks, spaces and emoji (with the mark that colours them) one space. `Great, thanks!` and
    `great thanks` are the same phrase. -#}
{% macro normalised_phrase(text) -%}
    trim(
        regexp_replace(
            translate(lower({{ text }}), '''’`´', ''),
            '([^\p{L}\p{M}\p{N}]|\x{FE0F})+', ' ', 'g'
        )
    )
{%- endmacro %}

{#- True for a text of nothing but emoji (with their skin tones and joiners), a smile in
    punctuation counted as one. -#}
{% macro is_only_emoji(text) -%}
    regexp_full_match(
        regexp_replace({{ text }}, '[:;]-?\)|<3', '☺', 'g'),
        '[\s\p{So}\p{Sk}\x{200D}\x{FE0F}]*\p{So}[\s\p{So}\p{Sk}\x{200D}\x{FE0F}]*'
    )
{%- endmacro %}

{#- A list separated by `|`, each entry reduced like a phrase, with a bar before and behind it. -#}
{% macro normalised_list(text) -%}
    regexp_replace(
        regexp_replace(
            translate(concat('|', lower({{ text }}), '|'), '''’`´', ''),
            '([^\p{L}\p{M}\p{N}|]|\x{FE0F})+', ' ', 'g'
        ),
        ' *[|] *', '|', 'g'
    )
{%- endmacro %}

{#- The distinct words of a reduced phrase, as a list. -#}
{% macro phrase_words(phrase) -%}
    list_distinct(string_split({{ phrase }}, ' '))
{%- endmacro %}
