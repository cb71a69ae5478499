-- Where dbt runs no Python no text is scored: its sentiment is unknown, which is not neutral.
{{ config(materialized='table') }}

select
    text_key,
    cast(null as string) as language,
    'none' as scorer_version,
    cast(null as decimal(18, 6)) as sentiment_score
from {{ ref('int_message_texts_collected') }}
