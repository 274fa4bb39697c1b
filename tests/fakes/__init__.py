"""Stand-ins for clocks and devices."""
