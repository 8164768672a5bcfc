"""The grammar: how the words of a command become events. One module for each part of the room."""
