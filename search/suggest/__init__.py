"""What a reader may have meant: completions, corrections, help when nothing is found."""
