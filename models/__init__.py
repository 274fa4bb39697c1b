"""Networks: where they come from, how they are converted, what goes in and what comes out."""
