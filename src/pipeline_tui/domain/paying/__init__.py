"""How payers pay: learnt from what they paid so far, with what was known on a day. Decision 0019."""
