{{ land(source('zendesk', 'ticket_metrics')) }}
