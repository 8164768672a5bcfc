"""What happened: events, the fold over them, the rules, and what each seat may see. Pure: no I/O, no clock."""
