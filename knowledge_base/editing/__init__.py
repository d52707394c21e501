"""Editing the knowledge: drafts, a second person's approval, versions on their days, the change log."""
