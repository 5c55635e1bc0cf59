"""What the open deals will bring: chances from own history, money with a range, and the proof of both."""
