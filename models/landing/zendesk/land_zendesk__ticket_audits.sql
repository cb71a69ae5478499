{{ land(source('zendesk', 'ticket_audits')) }}
