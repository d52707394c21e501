"""The heart: procedures, tickets, conversations, mailbox, staff, calendar. Imports no sibling package."""
