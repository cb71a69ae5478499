-- A closing phrase that also answers a question, or complains, would turn a customer who was not
-- helped into one who was: "Did that solve it?" - "No."
select phrase
from {{ ref('ref_closing_phrases') }}
where
    {{ normalised_phrase('phrase') }} in ('no', 'yes', 'nope', 'yep', 'nein', 'ja', 'non', 'oui')
    or lower(phrase) like '%not %'
    or lower(phrase) like '%still%'
    or lower(phrase) like '%doesn%'
    or lower(phrase) like '%?%'
