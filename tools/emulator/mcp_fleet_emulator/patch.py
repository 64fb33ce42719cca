"""Changes to moto that can be taken back, so that a test can show what happens without them."""

from collections.abc import Callable
from typing import Any

_MISSING = object()


class Patch:
    """What one repair changed in moto."""

    def __init__(self) -> None:
        self._undo: list[Callable[[], None]] = []

    def set(self, owner: Any, name: str, value: Any) -> None:
        """Sets an attribute of a class."""
        before = vars(owner).get(name, _MISSING)
        setattr(owner, name, value)
        if before is _MISSING:
            self._undo.append(lambda: delattr(owner, name))
        else:
            self._undo.append(lambda: setattr(owner, name, before))

    def wrap(self, owner: Any, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Replaces a method; the new one gets the method that moto has as its first argument."""
        original = getattr(owner, name)

        def decorate(new: Callable[..., Any]) -> Callable[..., Any]:
            def method(self: Any, *args: Any, **kwargs: Any) -> Any:
                return new(original, self, *args, **kwargs)

            self.set(owner, name, method)
            return new

        return decorate

    def add(self, owner: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Adds a method that moto does not have, under the name of the function."""

        def decorate(new: Callable[..., Any]) -> Callable[..., Any]:
            self.set(owner, new.__name__, new)
            return new

        return decorate

    def route(self, urls: dict[str, Any], path: str, handler: Callable[..., Any]) -> None:
        """Adds an address that moto's server does not know. Servers made before keep theirs."""
        urls[path] = handler
        self._undo.append(lambda: urls.pop(path))

    def undo(self) -> None:
        """Takes everything back, the last change first."""
        while self._undo:
            self._undo.pop()()
