"""An organisation's own colour, where the look has its accent: checked for contrast, and worked out for the dark."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from ..errors import AlsError
from ..words import _

__all__ = ["contrast", "own_colour"]

_NEEDED = 4.5
"""What WCAG 2.2 asks of text. What edges need (3) is less."""
_GROUNDS = ("paper", "sheet", "wash")
_STEPS = 200

RGB = tuple[int, int, int]


def own_colour(colour: str) -> bytes:
    """The style sheet that sets this colour ("#22595c") over the tokens, for screens in light and in dark; a reader's own
    colours and print stay as they are. Raises AlsError where it is no colour, or cannot be read on the pages."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        problem = _("the plugin's option 'colour' is not a colour: {colour}").format(colour=colour)
        raise AlsError("mkdocs.yml", problem, _('write it as # and six digits, in quotation marks: "#22595c"'))
    chosen = _rgb(colour)
    light, dark = _grounds()
    if (reached := _least(chosen, light)) < _NEEDED:
        problem = _("the plugin's option 'colour', {colour}, cannot be read on the pages: its contrast is {reached}, and {needed} is needed")
        raise AlsError(
            "mkdocs.yml",
            problem.format(colour=colour, reached=f"{int(reached * 10) / 10}", needed=_NEEDED),
            _("the nearest that passes is {colour}").format(colour=_text(_nearest(chosen, light, (0, 0, 0)))),
        )
    lighter = _nearest(chosen, dark, (255, 255, 255))
    screen = "@media screen and (forced-colors: none)"
    return (
        f"{screen} {{ :root {{ {_tokens(chosen, _mixed(chosen, (0, 0, 0), 0.25))} }} }}\n"
        f"{screen} and (prefers-color-scheme: dark) {{ :root {{ {_tokens(lighter, _mixed(lighter, (255, 255, 255), 0.25))} }} }}\n"
    ).encode()


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG reckons it, from 1 to 21."""
    return _contrast(_rgb(one), _rgb(other))


def _tokens(accent: RGB, strong: RGB) -> str:
    return f"--accent: {_text(accent)}; --accent-strong: {_text(strong)};"


@cache
def _grounds() -> tuple[tuple[RGB, ...], tuple[RGB, ...]]:
    """What the accent is written on, in light and in dark, as the tokens have it."""
    tokens = files(__package__).joinpath("assets", "tokens.css").read_text("utf-8")
    light, dark = (part.split("}")[0] for part in tokens.split("prefers-color-scheme: dark", 1))
    found = [tuple(_rgb(re.findall(rf"--{name}: (#[0-9a-f]{{6}});", part)[0]) for name in _GROUNDS) for part in (light, dark)]
    return found[0], found[1]


def _nearest(colour: RGB, grounds: tuple[RGB, ...], end: RGB) -> RGB:
    """The colour on the way to black or white that is the first to be read on all the grounds."""
    steps = (_mixed(colour, end, step / _STEPS) for step in range(_STEPS + 1))
    return next(each for each in steps if _least(each, grounds) >= _NEEDED)


def _least(colour: RGB, grounds: tuple[RGB, ...]) -> float:
    return min(_contrast(colour, ground) for ground in grounds)


def _mixed(one: RGB, other: RGB, share: float) -> RGB:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _contrast(one: RGB, other: RGB) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: RGB) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (each / 255 for each in colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(text: str) -> RGB:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _text(colour: RGB) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
