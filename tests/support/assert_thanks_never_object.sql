-- A phrase that closes and also answers a question, or complains, would turn a customer who was not
-- helped into one who was: "Did that solve it?" - "No."
select
    phrase,
    concat(
        'ref_customer_phrases: "', phrase, '" closes a conversation, but is a yes, a no or an '
        || 'objection: give it the signal yes, no or objection.'
    ) as message
from {{ ref('ref_customer_phrases') }}
where
    signal in ('thanks', 'praise', 'goodbye', 'confirmation')
    and (
        {{ normalised_phrase('phrase') }} in (
            'no', 'yes', 'nope', 'yep', 'nein', 'ja', 'non', 'oui', 'sí', 'sì', 'nee', 'não', 'sim',
            'nie', 'tak'
        )
        or lower(phrase) like '% not %'
        or lower(phrase) like '%still%'
        or lower(phrase) like '%doesn%'
        or lower(phrase) like '%?%'
    )
