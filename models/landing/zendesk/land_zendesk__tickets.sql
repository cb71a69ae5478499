{{ land(source('zendesk', 'tickets')) }}
