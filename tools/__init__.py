"""Commands around the warehouse, run by hand or by `make`; a build imports nothing of them."""
