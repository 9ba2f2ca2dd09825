"""`python -m rein` and the `rein` command."""

import sys


def main() -> None:
    """Run the command line; `--version` alone is answered before anything heavy is imported."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from rein import __version__

        print(f"rein {__version__}")
        return
    from rein.cli import run

    sys.exit(run())


if __name__ == "__main__":
    main()
