{{ land(source('zendesk', 'satisfaction_ratings')) }}
