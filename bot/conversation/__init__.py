"""One turn of a conversation: what arrived → what is said, and what is changed, in one transaction."""
