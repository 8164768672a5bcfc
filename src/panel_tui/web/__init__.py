"""The seats: every panel member takes part from a device of their own, over one server in the lead's process."""
