{{ land(source('generic', 'subscription_events')) }}
