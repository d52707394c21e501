"""``make evaluate``: every set in every style through the HTTP interface, against the last accepted figures."""
