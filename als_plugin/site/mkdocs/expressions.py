"""Which expressions of a page are ours where another plugin expands Jinja too: those that name one of our facts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from jinja2 import Environment

__all__ = ["foreign"]

_LEXER = Environment(keep_trailing_newline=True)
_OPENING = {"autoescape", "block", "call", "filter", "for", "if", "macro", "with"}
_BEGIN = {"variable_begin": "variable_end", "block_begin": "block_end", "comment_begin": "comment_end", "raw_begin": "raw_end"}

Token = tuple[int, str, str]


def foreign(markdown: str, facts: Collection[str], hold: Callable[[str], str]) -> str:
    """The page with each expression and statement that names none of the facts replaced by a token; raises TemplateSyntaxError."""
    known, open_ = set(facts), list[bool]()
    return "".join(text if _ours(tokens, known, open_) else hold(text) for tokens, text in _parts(markdown))


def _parts(markdown: str) -> Iterator[tuple[list[Token], str]]:
    """The page cut into plain text (no tokens) and whole expressions."""
    tokens: list[Token] = []
    end = None
    for token in _LEXER.lex(markdown):
        if end is None and token[1] not in _BEGIN:
            yield [], token[2]
            continue
        end = end or _BEGIN[token[1]]
        tokens.append(token)
        if token[1] == end:
            yield tokens, "".join(text for _line, _kind, text in tokens)
            tokens, end = [], None
    if tokens:
        yield [], "".join(text for _line, _kind, text in tokens)  # never closed: Jinja says so when it is rendered


def _ours(tokens: list[Token], known: set[str], open_: list[bool]) -> bool:
    """Whether this part is ours; `known` gets the names that it gives to something of ours, `open_` whose each open block is."""
    if not tokens:
        return True
    words = [(kind, text) for _line, kind, text in tokens if kind in ("name", "operator")]
    names = [text for at, (kind, text) in enumerate(words) if kind == "name" and (at == 0 or words[at - 1][1] != ".")]
    if tokens[0][1] == "variable_begin":
        return not known.isdisjoint(names)
    if tokens[0][1] != "block_begin":
        return False
    keyword, *used = names or [""]
    if keyword.startswith("end"):
        return open_.pop() if open_ else True
    if keyword in ("elif", "else"):
        return open_[-1] if open_ else True
    ours = not known.isdisjoint(used)
    if keyword in _OPENING or keyword == "set" and ("operator", "=") not in words:
        open_.append(ours)
    elif keyword == "set" and ours:
        known.add(used[0])
    return ours
