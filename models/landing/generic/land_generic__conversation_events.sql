{{ land(source('generic', 'conversation_events')) }}
