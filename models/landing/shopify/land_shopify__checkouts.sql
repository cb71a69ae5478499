{{ land(source('shopify', 'checkouts')) }}
