{{ land(source('shopify', 'orders')) }}
