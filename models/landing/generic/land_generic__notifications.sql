{{ land(source('generic', 'notifications')) }}
