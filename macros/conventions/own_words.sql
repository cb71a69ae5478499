{#- A message as its writer wrote it: without the mail it answers, the signature below it, mentions
    and addresses. Cut is only what is certainly another's: lines marked as quoted with the line that
    introduces them, and all below the head of a mail of which nothing is marked. A signature is a
    greeting and the lines of names and numbers under it, so that what is written below it, or below
    the quotation, stays. The words are those of mail programs in the eight languages of the phrase
    seeds. -#}
{% macro own_words(text) -%}
    {%- set mail = quotation_patterns() -%}
    {%- set sent_from = '(?:sent from my|sent from outlook|get outlook for|von meinem [^\\n]{2,20}'
        ~ ' gesendet|gesendet von|envoyé de mon|envoyé depuis|enviado desde|enviado do meu'
        ~ '|inviato da|verstuurd vanaf|verzonden vanaf|wysłane z)[^\\n]{0,60}' -%}
    {%- set answered = without_quotation(text, mail) -%}
    {%- set unsent = regexp_replaced(
        answered, '\\n[ \\t]*' ~ sent_from ~ '(\\n|$)', first_group(), ignore_case=true
    ) -%}
    {%- set signed = regexp_replaced(
        unsent, '([^\\s])\\s*\\n[ \\t]*' ~ signature_pattern(), "concat(" ~ first_group() ~ ", '\n')"
    ) -%}
    {%- set introduced = regexp_replaced(
        signed, '(?:^|\\n)[ \\t]*(?:' ~ mail.introduction ~ '|' ~ mail.divider ~ '|' ~ mail.head ~ ')', "''",
        ignore_case=true
    ) -%}
    {%- set unlinked = regexp_replaced(
        introduced, 'https?://[^\\s]+|www[.][^\\s]+|[^\\s@]+@[^\\s@]+[.][^\\s@]+', "' hyperlink '"
    ) -%}
    {{ regexp_replaced(
        regexp_replaced(unlinked, '(^|\\s)@[\\p{L}\\p{N}_.]+', "' '"), '\\s+$', "''"
    ) }}
{%- endmacro %}

{#- A text without the mail it answers. "PS" begins no name below it. -#}
{% macro without_quotation(text, mail) -%}
    {%- set marked = regexp_replaced(
        regexp_replaced(text, '\\r\\n?', "'\n'"),
        '\\n[ \\t]*(?:p[. ]{0,2}s|p[. ]{0,2}d|n[. ]{0,2}b)\\b[.: ]*', "'\n~ '", ignore_case=true
    ) -%}
    {%- set unintroduced = regexp_replaced(
        marked,
        '(?:^|\\n)[ \\t]*(?:' ~ mail.introduction ~ '|[^\\n]{0,160}' ~ mail.wrote ~ '[^\\n]{0,80}:[ \\t]*)'
        ~ '(?:\\n[ \\t]*)*\\n[ \\t]*>',
        "'\n>'", ignore_case=true
    ) -%}
    {%- set undivided = regexp_replaced(
        unintroduced, '(?s)\\n[ \\t]*' ~ mail.divider ~ '(.*\\n[ \\t]*>)', first_group(), ignore_case=true
    ) -%}
    {%- set unquoted = regexp_replaced(undivided, '(?:^|\\n)[ \\t]*>[^\\n]*', "''") -%}
    {{ return(regexp_replaced(
        unquoted,
        '(?s)([^\\s])\\s*\\n[ \\t]*(?:' ~ mail.divider ~ '|' ~ mail.head ~ '|' ~ mail.introduction ~ '(?:\\n|$)).*$',
        first_group(), ignore_case=true
    )) }}
{%- endmacro %}

{#- What mail programs write above the mail that is answered: their line of introduction, a divider, a
    mail's head. -#}
{% macro quotation_patterns() -%}
    {%- set wrote = '(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|napisał)' -%}
    {#- A mail program's own line says when, and ends there: "Le livreur a écrit : absent" does not. -#}
    {%- set introduction = '(?:on|am|le|el|il|op|em|a|w dniu|dnia|(?:pon|wt|śr|czw|pt|sob|niedz)[.]?,)'
        ~ ' [^\\n]{0,160}(?:[0-9]{4}|[0-9]{1,2}[:.h][0-9]{2}|@)[^\\n]{0,120}\\n?[^\\n]{0,60}' ~ wrote
        ~ '[^\\n]{0,80}:[ \\t]*' -%}
    {%- set divider = '-{2,} ?(?:original message|forwarded message|ursprüngliche nachricht'
        ~ '|message d.origine|mensaje original|messaggio originale|oorspronkelijk bericht'
        ~ '|mensagem original|oryginalna wiadomość)[^\\n]*' -%}
    {%- set from_field = '[*]?(?:from|von|de|da|van|od)[*]? ?:' -%}
    {%- set other_field = '[*]?(?:sent|date|to|subject|gesendet|datum|an|betreff|envoyé|date|à|objet'
        ~ '|enviado|fecha|para|asunto|inviato|data|a|oggetto|verzonden|aan|onderwerp|assunto'
        ~ '|wysłano|wysłane|do|temat)[*]? ?:' -%}
    {%- set head = from_field ~ '[^\\n]{1,200}\\n[ \\t]*' ~ other_field
        ~ '|' ~ from_field ~ '[^\\n]{0,80}<[^\\s@]+@[^\\s>]+>[ \\t]*(?:\\n|$)'
        ~ '|' ~ from_field ~ ' *[^\\s@]+@[^\\s@]+[ \\t]*(?:\\n|$)' -%}
    {{ return({'wrote': wrote, 'introduction': introduction, 'divider': divider, 'head': head}) }}
{%- endmacro %}

{#- A greeting, and the lines of names and numbers below it. -#}
{% macro signature_pattern() -%}
    {%- set greeting = '(?i:(?:with )?(?:best|kind|warm|kindest|many)? ?(?:regards|wishes)'
        ~ '|(?:mit )?(?:freundlichen|freundliche|besten|beste|liebe|lieben|viele|vielen|herzliche) '
        ~ '(?:grüßen|grüssen|grüße|grüsse|gruß|gruss)|mfg|lg|vg|gruß|gruss'
        ~ '|(?:bien )?cordialement|(?:un )?(?:cordial )?saludos?|(?:cordiali|distinti) saluti'
        ~ '|(?:met )?vriendelijke groet(?:en)?|groetjes|atenciosamente|cumprimentos|pozdrawiam)' -%}
    {#- Of capitals and numbers: a name, an address, a firm. What has a verb in it has neither. -#}
    {%- set name_word = '(?:[(&|/+]*(?:\\p{Lu}|[0-9])[^\\s?!]*|[^\\s]+@[^\\s]+'
        ~ '|(?:tel|fax|mobil|mobile|mail|e-mail|web|of|und|and|et|de|la|von|van|der|du|i|e|y)[.:]?'
        ~ '|[&|/·,-])' -%}
    {%- set name_line = '[ \\t]*' ~ name_word ~ '(?:[ \\t]+' ~ name_word ~ '){0,5}[ \\t]*' -%}
    {{ return('(?:' ~ greeting ~ '(?:[ ,.!]+' ~ name_word ~ '){0,4}[ \\t,.!]*'
        ~ '(?:(?:\\n[ \\t]*){0,2}(?:\\n' ~ name_line ~ '){1,4})?'
        ~ '|-- ?(?:\\n[ \\t]*[^\\s][^\\n]*){1,4})'
        ~ '(?:(?:\\n[ \\t]*){1,3}(?:\\n' ~ name_line ~ '){2,6})?(?:\\n|$)') }}
{%- endmacro %}
