{{ land(source('zendesk', 'ticket_comments')) }}
