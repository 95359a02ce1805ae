"""What the office does; no Flask, no WeCom, no scheduler. Clocks, senders and sessions are handed in."""
