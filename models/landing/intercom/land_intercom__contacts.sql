{{ land(source('intercom', 'contacts')) }}
