{{ land(source('generic', 'orders')) }}
