"""Puts the official forms into what is said: as files a channel may send, or as links, each with its source."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from knowledge_base.answers.facts import missing
from knowledge_base.forms.library import Forms, Offered
from knowledge_base.replies import Block, File, Link, Reply, Say, Text
from knowledge_base.vocabulary import Aspect

PATH = "/bieu-mau"
_KILO, _MEGA = 1024, 1024 * 1024


class FormAnswers:
    """``forms`` gives today's forms; ``address`` is where citizens reach us."""

    def __init__(self, forms: Callable[[], Forms], address: str) -> None:
        self._forms = forms
        self._address = address

    def offered(self, reply: Reply) -> Reply:
        """An answer about a procedure's form, with its official files before the basis."""
        meta = reply.meta
        if Aspect.FORM not in meta.aspects or not (blocks := self.blocks(meta.procedure)):
            return reply
        *told, basis = reply.blocks
        if meta.aspects == [Aspect.FORM]:  # what nobody could verify is here after all
            told = [block for block in told if block not in missing()]
        return reply.model_copy(update={"blocks": [*told, *blocks, basis]})

    def blocks(self, code: str | None) -> list[Block]:
        """The files and links of a procedure; nothing if there are none."""
        forms = self._forms().get(code or "", ())
        if not forms:
            return []
        return [Text(text=Say(key="forms.offer")), *map(self._one, forms), *_sources(forms)]

    def _one(self, form: Offered) -> Block:
        label = _label(form)
        if form.url is not None:
            return Link(label=label, url=form.url)
        url = f"{self._address}{PATH}/{form.id}/{form.file_name}"
        return File(label=label, url=url, name=form.file_name, sha256=form.sha256, size=form.size)


def _label(form: Offered) -> str | Say:
    named: str | Say = form.name
    if form.number:
        named = Say(key="forms.numbered", args={"name": form.name, "number": form.number})
    if form.url is not None:
        return named
    return Say(key="forms.sized", args={"name": named, "kind": form.kind.upper(), "size": size_of(form.size)})


def size_of(size: int) -> Say:
    """A size as people read it."""
    if size < _MEGA:
        return Say(key="forms.kilobytes", args={"count": max(1, round(size / _KILO))})
    return Say(key="forms.megabytes", args={"count": f"{size / _MEGA:.1f}".replace(".", ",")})


def _sources(forms: Sequence[Offered]) -> list[Text]:
    told = dict.fromkeys((form.source, form.last_checked.strftime("%d/%m/%Y")) for form in forms)
    return [Text(text=Say(key="forms.source", args={"source": source, "checked": checked})) for source, checked in told]
