"""The screens: Home and set-up, one for each stage of a session, and what they share."""
