"""VisCEADs: wiring only. ``visceads`` is the console script; ``panel serve app.py`` works too."""

import sys


def main() -> None:
    """Run the command line."""
    from assistant.cli import cli

    cli()


if __name__.startswith("bokeh_app_"):
    from assistant.page.build import build_page

    build_page().servable()
elif __name__ == "__main__":
    sys.exit(main())
