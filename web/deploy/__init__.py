"""What an administrator takes along: units, samples, scripts, told by README.md beside it."""
