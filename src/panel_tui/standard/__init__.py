"""What is assessed: a published standard, read from YAML into a frozen `Standard`.

`model` is pure. `reader` reads and checks a file, `finder` knows where files live, `printed` turns both into plain
text. Nothing is imported here, so that each caller loads only what it uses.
"""
