{{ land(source('generic', 'sessions')) }}
