{{ land(source('generic', 'subscriptions')) }}
