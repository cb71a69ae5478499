{{ land(source('generic', 'order_lines')) }}
