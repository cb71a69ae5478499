{{ land(source('shopify', 'customers')) }}
