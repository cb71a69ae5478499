{{ land(source('generic', 'checkouts')) }}
