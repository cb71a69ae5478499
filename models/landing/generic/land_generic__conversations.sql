{{ land(source('generic', 'conversations')) }}
