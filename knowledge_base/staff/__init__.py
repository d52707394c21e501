"""Officers and administrators: accounts and sign-in sessions."""
