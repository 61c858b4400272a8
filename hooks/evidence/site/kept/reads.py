"""What something asked while it was made: asked again and answered alike, it would be made alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from types import FunctionType
from typing import Any

from evidence.site.kept.digest import Digests
from evidence.site.kept.store import Store

# A question: the way from the root, what is asked there, and of which key or with which arguments.
Question = tuple[str, str, Any]
# Stands for an answer where there is none.
_NOTHING = type(None)
_QUESTIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "call": lambda function, args: _whole(function(*args)),
    "get": lambda mapping, key: mapping.get(key, _NOTHING),
    "in": lambda mapping, key: key in mapping,
    "item": lambda mapping, key: mapping[key],
    "keys": lambda mapping, _: tuple(mapping),
    "value": lambda value, _: value,
}


class Watch:
    """Watches what is asked of a root object whose answers depend on nothing else. `looked_into` are the kinds of object
    of which single answers are noted, as are the single items of mappings; of any other object all of it is noted.
    """

    def __init__(self, root: Any, looked_into: tuple[type, ...], store: Store, salt: bytes) -> None:
        self._root, self._looked_into, self._store, self._salt = root, looked_into, store, salt
        self._digests, self._answers = Digests(), dict[Question, str]()
        self._noted: dict[Question, str] | None = None
        self.root = _Watched(self, root, "")

    def kept(self, named: Any, make: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
        """What `make` gives, which JSON can hold; from the store where all that it was given (`named`) and all that it
        asked of the root is as it was.
        """
        key = self._digests.of((self._salt, named))
        found = self._store.find(key)
        if found:
            asked, made = json.loads(found)
            if all(self._answer((way, what, _tuple(about))) == was for way, what, about, was in asked):
                return made
        self._noted = {}
        try:
            made = make()
            asked = [(*question, answer) for question, answer in self._noted.items()]
        finally:
            self._noted = None
        self._store.keep(key, json.dumps([asked, made], ensure_ascii=False).encode())
        return made

    def _answer(self, question: Question) -> str:
        known = self._answers.get(question)
        if known is None:
            known = self._answers[question] = self._hashed(self._asked(*question))
        return known

    def _hashed(self, answer: Any) -> str:
        return self._digests.of(answer).hex()

    def _asked(self, way: str, what: str, about: Any) -> Any:
        place = self._root
        try:
            for name in way.split(".") if way else ():
                place = getattr(place, name)
            return _QUESTIONS[what](place, about)
        except (AttributeError, LookupError):
            return _NOTHING

    def note(self, way: str, what: str, about: Any, answer: Any) -> None:
        """Remember an answer while something is made."""
        if self._noted is not None:
            question = (way, what, about)
            if question not in self._noted:
                known = self._answers.get(question)
                if known is None:
                    known = self._answers[question] = self._hashed(answer)
                self._noted[question] = known

    def watched(self, value: Any, way: str) -> Any:
        """Something that notes what is asked of a value; None for one that is noted whole."""
        if isinstance(value, self._looked_into):
            return _Watched(self, value, way)
        return _WatchedMapping(self, value, way) if isinstance(value, Mapping) else None


class _Watched:
    """An object that notes what is asked of it."""

    def __init__(self, watch: Watch, target: Any, way: str) -> None:
        self.__dict__ |= {"_watch": watch, "_target": target, "_way": way, "_known": {}}

    def __getattr__(self, name: str) -> Any:
        if name not in self._known:
            self._known[name] = self._found(f"{self._way}.{name}" if self._way else name, name)
        found, way = self._known[name]
        if way:
            self._watch.note(way, "value", None, found)
        return found

    def _found(self, way: str, name: str) -> tuple[Any, str]:
        """What is handed out under a name, and how to note it: nothing where it notes by itself what is asked of it."""
        function = getattr(type(self._target), name, None)
        if isinstance(function, FunctionType):
            return lambda *args, **more: self._called(way, function, args, more), ""
        value = getattr(self._target, name)
        watched = self._watch.watched(value, way)
        return (value, way) if watched is None else (watched, "")

    def _called(self, way: str, function: Callable[..., Any], args: tuple[Any, ...], more: Mapping[str, Any]) -> Any:
        """Plain words are asked again as they are; with anything else, what the function itself asks is noted."""
        if more or not all(map(_is_plain, args)):
            return function(self, *args, **more)
        answer = _whole(function(self._target, *args))
        self._watch.note(way, "call", args, answer)
        return answer


class _WatchedMapping(Mapping[Any, Any]):
    """A mapping that notes which of its items are asked for."""

    def __init__(self, watch: Watch, target: Mapping[Any, Any], way: str) -> None:
        self._watch, self._target, self._way = watch, target, way

    def __getitem__(self, key: Any) -> Any:
        try:
            answer = self._target[key]
        except KeyError:
            self._note("item", key, _NOTHING)
            raise
        self._note("item", key, answer)
        return answer

    def get(self, key: Any, default: Any = None) -> Any:
        """The item, or the default, which no mapping with an answer to everything gives here."""
        answer = self._target.get(key, _NOTHING)
        self._note("get", key, answer)
        return default if answer is _NOTHING else answer

    def __contains__(self, key: Any) -> bool:
        answer = key in self._target
        self._note("in", key, answer)
        return answer

    def _note(self, what: str, key: Any, answer: Any) -> None:
        question = (what, key, answer) if _is_plain(key) else ("value", None, self._target)
        self._watch.note(self._way, *question)

    def __iter__(self) -> Iterator[Any]:
        self._watch.note(self._way, "keys", None, tuple(self._target))
        return iter(self._target)

    def __len__(self) -> int:
        self._watch.note(self._way, "keys", None, tuple(self._target))
        return len(self._target)


def _is_plain(value: Any) -> bool:
    """Whether a value can be written down and asked again."""
    return isinstance(value, (str, int, bool, type(None))) or (isinstance(value, tuple) and all(map(_is_plain, value)))


def _tuple(value: Any) -> Any:
    return tuple(map(_tuple, value)) if isinstance(value, list) else value


def _whole(answer: Any) -> Any:
    return tuple(answer) if isinstance(answer, Iterator) else answer
