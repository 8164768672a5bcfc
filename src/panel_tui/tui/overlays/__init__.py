"""What opens over a screen and goes away again: the prompt, the lists, the room display."""
