"""What is particular to a place: where a commune's counter is, what the city or a commune resolved to charge."""
