{{ land(source('shopify', 'products')) }}
