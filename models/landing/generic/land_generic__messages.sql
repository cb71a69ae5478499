{{ land(source('generic', 'messages')) }}
