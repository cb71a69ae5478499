{{ land(source('intercom', 'conversation_parts')) }}
