"""`python -m panel_tui`: the same front door as the `panel-tui` command."""

from panel_tui.cli import main

if __name__ == "__main__":
    main()
