"""The parts that screens are made of. They know no rules: they are given lines and say what was pressed."""
