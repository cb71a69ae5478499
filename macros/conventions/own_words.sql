{#- A message as its writer wrote it: without the mail it answers, the signature below it, mentions
    and addresses. Quoted lines go wherever they stand; what follows the line that introduces a
    quotation, or a signature, goes only if something stands before it, since some people answer
    below. The words are those of mail programs in the eight languages of the phrase seeds. -#}
{% macro own_words(text) -%}
    {%- set introductions = '(?:on|am|le|el|il|op|em|w dniu|dnia) [^\\n]{4,160}'
        ~ '(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|napisał)[^\\n]{0,80}:'
        ~ '|-{2,} ?(?:original message|forwarded message|ursprüngliche nachricht|message d.origine'
        ~ '|mensaje original|messaggio originale|oorspronkelijk bericht|mensagem original'
        ~ '|oryginalna wiadomość)'
        ~ '|(?:from|von|de|da|van|od) ?: ?[^\\n]{0,80}@'
        ~ '|_{10,}' -%}
    {%- set signatures = '-- ?\\n'
        ~ '|(?:sent from my|sent from outlook|get outlook for|von meinem [^\\n]{2,20} gesendet'
        ~ '|gesendet von|envoyé de mon|envoyé depuis|enviado desde|enviado do meu|inviato da'
        ~ '|verstuurd vanaf|verzonden vanaf|wysłane z)'
        ~ '|(?:best|kind|warm|kindest|many)? ?(?:regards|wishes)\\b'
        ~ '|(?:mit )?(?:freundlichen|freundliche|besten|beste|liebe|lieben|viele|vielen|herzliche) '
        ~ '(?:grüßen|grüssen|grüße|grüsse|gruß|gruss)\\b|(?:mfg|lg|vg|gruß|gruss)\\b'
        ~ '|(?:bien )?cordialement|(?:un )?(?:cordial )?saludos?\\b|(?:cordiali|distinti) saluti'
        ~ '|(?:met )?vriendelijke groet|groetjes|atenciosamente|cumprimentos|pozdrawiam' -%}
    {%- set unquoted = regexp_replaced(text, '(?:^|\\n)[ \\t]*>[^\\n]*', "''") -%}
    {%- set answered = regexp_replaced(
        unquoted, '(?s)([^\\s])\\s*\\n[ \\t]*(?:' ~ introductions ~ ').*$', first_group(),
        ignore_case=true
    ) -%}
    {%- set signed = regexp_replaced(
        answered, '(?s)([^\\s])\\s*\\n[ \\t]*(?:' ~ signatures ~ ').{0,400}$', first_group(),
        ignore_case=true
    ) -%}
    {%- set introduced = regexp_replaced(
        signed, '(?:^|\\n)[ \\t]*(?:' ~ introductions ~ ')[^\\n]*', "''", ignore_case=true
    ) -%}
    {{ regexp_replaced(
        regexp_replaced(introduced, 'https?://[^\\s]+|www[.][^\\s]+|[^\\s@]+@[^\\s@]+[.][^\\s@]+', "' hyperlink '"),
        '(^|\\s)@[\\p{L}\\p{N}_.]+', "' '"
    ) }}
{%- endmacro %}
