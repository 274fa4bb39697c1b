"""How the app looks: palettes of our own, one style sheet, icons drawn in the palette's ink."""
