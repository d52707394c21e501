"""Working time in Viet Nam: holidays, weekends, opening hours, deadlines."""
