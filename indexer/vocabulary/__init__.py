"""What a library calls things, learnt at build time: for completion and spelling corrections."""
