"""What every page shares: layout, style, error page."""
