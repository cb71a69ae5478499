{{ land(source('zendesk', 'ticket_metric_events')) }}
