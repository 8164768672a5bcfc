"""Where sessions are kept: one small protocol (`protocol`), and TinyDB files behind it."""
