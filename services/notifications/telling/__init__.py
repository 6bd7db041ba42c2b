"""What events mean here: who is told what, and when."""
