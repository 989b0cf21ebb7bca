"""Long runs, each with its own command; the suite plays a short stretch of them."""
