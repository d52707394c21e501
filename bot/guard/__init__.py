"""Sessions, CSRF, security headers, rate limits."""
