"""推演: a draft policy run over what really happened. Pure: facts, policy and calendar in, what would have been out."""
