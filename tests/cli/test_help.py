"""Every command tells about itself, with examples that it would take."""

from __future__ import annotations

import shlex
import subprocess
import sys

import click
import pytest

from als_plugin.cli import main


def commands(group: click.Group, path: tuple[str, ...] = ()):
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


ALL = dict(commands(main))


@pytest.mark.parametrize("path", [(), *ALL], ids=" ".join)
def test_help_has_an_example_that_parses(als, path):
    said = als(*path, "--help")
    assert said.code == 0
    examples = [line.strip() for line in said.out.splitlines() if line.startswith("    ") and line.strip().startswith("als ")]
    assert "Example" in said.out and examples, said.out
    own = 0
    for example in examples:
        args = shlex.split(example)[1:]
        command, context = main, click.Context(main, info_name="als")
        while isinstance(command, click.Group):
            own += tuple(args[:1]) == path[-1:]
            command = command.get_command(context, args[0])
            assert command is not None, example
            args = args[1:]
        command.make_context("example", list(args), parent=context)
    assert own or not path, f"no example of {' '.join(path)}"


def test_all_the_commands_are_there():
    assert {" ".join(path) for path in ALL} == {
        "init", "new", "new set", "new session", "record", "record add", "record agree", "record publish", "show",
        "check", "desk", "serve", "build", "access", "access grant", "access reset",
        "access remove", "access slips", "access tidy", "access admit", "access list", "inbox", "inbox read", "inbox take", "inbox drop", "key", "key show", "key change", "export", "import", "purge", "audit", "verify", "schema",
        "publish", "remind",
    }


def test_help_is_quick_because_it_imports_nothing_heavy():
    code = (
        # What stands in MkDocs' place may have been imported when Python started.
        "import sys\nbefore = set(sys.modules)\nfrom als_plugin.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'mkdocs', 'pydantic', 'yaml', 'jinja2', 'cryptography', 'rich'} & (set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_version(als):
    assert als("--version").out.startswith("als, version ")
