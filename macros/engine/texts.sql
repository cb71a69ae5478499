{#- Regular expressions, trimming, markup. Patterns are written without backslashes where that is
    possible, `[0-9]` for `\d`, since engines disagree about them in a text. -#}

{#- The first match of a group in a text, NULL if there is none. -#}
{% macro regexp_first(text, pattern, group=1) -%}
    nullif(regexp_extract({{ text }}, '{{ regexp(pattern) }}', {{ group }}), '')
{%- endmacro %}

{#- A text with every match of a pattern replaced by `replacement`, an expression of SQL. -#}
{% macro regexp_replaced(text, pattern, replacement, ignore_case=false) -%}
    {{ return(adapter.dispatch('regexp_replaced')(text, pattern, replacement, ignore_case)) }}
{%- endmacro %}

{% macro duckdb__regexp_replaced(text, pattern, replacement, ignore_case) -%}
    regexp_replace({{ text }}, '{{ pattern }}', {{ replacement }}, '{{ "gi" if ignore_case else "g" }}')
{%- endmacro %}

{% macro spark__regexp_replaced(text, pattern, replacement, ignore_case) -%}
    regexp_replace({{ text }}, '{{ "(?i)" if ignore_case }}{{ regexp(pattern) }}', {{ replacement }})
{%- endmacro %}

{#- Whether all of a text matches a pattern. -#}
{% macro regexp_matches_all(text, pattern) -%}
    {{ return(adapter.dispatch('regexp_matches_all')(text, pattern)) }}
{%- endmacro %}

{% macro duckdb__regexp_matches_all(text, pattern) -%}
    regexp_full_match({{ text }}, '{{ pattern }}')
{%- endmacro %}

{% macro spark__regexp_matches_all(text, pattern) -%}
    ({{ text }} rlike '{{ regexp("\\A(?:" ~ pattern ~ ")\\z") }}')
{%- endmacro %}

{#- A pattern as it stands between single quotes. -#}
{% macro regexp(pattern) -%}
    {{ return(adapter.dispatch('regexp')(pattern)) }}
{%- endmacro %}

{% macro default__regexp(pattern) -%}
    {{ return(pattern) }}
{%- endmacro %}

{% macro spark__regexp(pattern) -%}
    {{ return(pattern | replace('\\', '\\\\')) }}
{%- endmacro %}

{#- A text without these characters, an expression of SQL, at its ends. -#}
{% macro trimmed(text, characters) -%}
    {{ return(adapter.dispatch('trimmed')(text, characters)) }}
{%- endmacro %}

{% macro default__trimmed(text, characters) -%}
    trim({{ text }}, {{ characters }})
{%- endmacro %}

{% macro spark__trimmed(text, characters) -%}
    btrim({{ text }}, {{ characters }})
{%- endmacro %}

{#- Text for use between single quotes in SQL. -#}
{% macro sql_text(text) -%}
    {{ return(adapter.dispatch('sql_text')(text)) }}
{%- endmacro %}

{% macro default__sql_text(text) -%}
    {{ return(text | string | replace("'", "''")) }}
{%- endmacro %}

{% macro spark__sql_text(text) -%}
    {{ return(text | string | replace('\\', '\\\\') | replace("'", "''")) }}
{%- endmacro %}

{#- HTML as the text a reader sees: line breaks for blocks, no tags, common entities decoded. -#}
{% macro html_text(html) -%}
    nullif(
        {%- set entities = [
            ('&nbsp;', ' '), ('&lt;', '<'), ('&gt;', '>'), ('&quot;', '"'), ('&#39;', "''"),
            ('&amp;', '&'),
        ] %}
        {%- set text = regexp_replaced(
            regexp_replaced(html, '<(br|/p|/div|/li|/h[1-6])[^>]*>', 'chr(10)', ignore_case=true),
            '<[^>]*>', "''"
        ) %}
        {%- set decoded = namespace(sql=text) %}
        {%- for entity, character in entities %}
            {%- set decoded.sql = "replace(" ~ decoded.sql ~ ", '" ~ entity ~ "', '" ~ character ~ "')" %}
        {%- endfor %}
        {#- Most texts have no entity, and looking for six of them takes longer than the tags. #}
        {{ trimmed(
            "case when " ~ html ~ " like '%&%' then " ~ decoded.sql ~ " else " ~ text ~ " end",
            "' ' || chr(10)"
        ) }},
        ''
    )
{%- endmacro %}

{#- The items of a text separated by one character, as a list. -#}
{% macro split_items(text, separator='|') -%}
    {{ return(adapter.dispatch('split_items')(text, separator)) }}
{%- endmacro %}

{% macro duckdb__split_items(text, separator) -%}
    string_split({{ text }}, '{{ separator }}')
{%- endmacro %}

{% macro spark__split_items(text, separator) -%}
    split({{ text }}, '[{{ separator }}]')
{%- endmacro %}

{#- What the first group of a pattern matched, as the replacement of `regexp_replaced`. -#}
{% macro first_group() -%}
    {{ return(adapter.dispatch('first_group')()) }}
{%- endmacro %}

{% macro duckdb__first_group() -%}
    {{ return("'\\1'") }}
{%- endmacro %}

{% macro spark__first_group() -%}
    {{ return("'$1'") }}
{%- endmacro %}

{#- Whether a pattern is found anywhere in a text. -#}
{% macro regexp_found(text, pattern) -%}
    {{ return(adapter.dispatch('regexp_found')(text, pattern)) }}
{%- endmacro %}

{% macro duckdb__regexp_found(text, pattern) -%}
    regexp_matches({{ text }}, '{{ pattern }}')
{%- endmacro %}

{% macro spark__regexp_found(text, pattern) -%}
    ({{ text }} rlike '{{ regexp(pattern) }}')
{%- endmacro %}
