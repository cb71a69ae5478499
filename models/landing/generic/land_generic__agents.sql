{{ land(source('generic', 'agents')) }}
