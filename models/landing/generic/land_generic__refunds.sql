{{ land(source('generic', 'refunds')) }}
