{{ land(source('intercom', 'admins')) }}
