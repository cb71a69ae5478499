-- zendesk/ticket/*.jsonl is not zendesk/tickets/*.jsonl: a misspelt folder would be left out.
{{ config(
    severity='warn',
    meta={'owner': 'data', 'reason': 'A landing zone may hold objects that no model uses yet.'},
    description="A file in the landing zone belongs to no object that the warehouse knows, so it is not used: move it to <source_system>/<object>/, or ignore this.",
) }}

select
    *,
    source_file || ' is not used: no known source system and object has this path' as message
from {{ ref('landed_files') }}
where file_state = 'unrecognised'
