"""What tests stand on: real databases, a real Redis, a real browser, and a word when one of them is not there."""
