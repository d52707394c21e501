"""What runs out: versions, local facts, and the legal acts that procedures lean on."""
