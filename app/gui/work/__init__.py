"""Work for the window that is done elsewhere, without Qt: reading recordings, gathering news."""
