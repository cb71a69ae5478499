{{ land(source('intercom', 'conversations')) }}
