"""Drafts of declarations: which fields, how they are checked, how they are laid out. Nothing typed is ever stored."""
