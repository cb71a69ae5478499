{{ land(source('zendesk', 'users')) }}
