"""The best frames around a shutter: measured, scored by an additive model, chosen, explained."""
