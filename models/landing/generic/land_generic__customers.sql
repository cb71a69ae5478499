{{ land(source('generic', 'customers')) }}
