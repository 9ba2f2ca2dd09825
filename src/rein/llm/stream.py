"""A model's answer while it is being written."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from typing import Generic

from rein.llm.calls import record_calls
from rein.llm.types import Call, Out


class LLMStream(Generic[Out]):
    """Pieces of text, then a validated output.

    The model is read in a task of its own, in the context of its reader: its span opens and closes in one place
    however the reader ends, and a slow reader does not eat into the deadline. Leaving the loop early, or closing the
    stream, stops the model and finishes the span with what had arrived.

        async for piece in stream:
            print(piece, end="")
        reply = stream.output
    """

    def __init__(self, produce: Callable[[Callable[[str], None]], Coroutine[None, None, Out]]) -> None:
        self._produce = produce
        self._pieces: asyncio.Queue[str | None] = asyncio.Queue()
        self._task: asyncio.Task[Out] | None = None
        self.calls: Sequence[Call] = ()
        """The account of the operation, once it has ended; it names the model that wrote."""

    @property
    def output(self) -> Out:
        """The whole, validated answer.

        Raises:
            RuntimeError: the stream was not read to its end.
        """
        if self._task is None or not self._task.done() or self._task.cancelled():
            raise RuntimeError("The stream has no output before it has been read to its end.")
        return self._task.result()

    async def __aiter__(self) -> AsyncGenerator[str]:
        """Yield the pieces as they arrive, once.

        Raises:
            LLMError: as `LLM.generate` does. Pieces that were yielded before stay what they are.
        """
        if self._task is not None:
            raise RuntimeError("A stream can be read only once.")
        self._task = asyncio.get_running_loop().create_task(self._run())
        try:
            while (piece := await self._pieces.get()) is not None:
                yield piece
            await asyncio.wait({self._task})
            if not self._task.cancelled():  # closed by someone while it was being read: it just ends
                self._task.result()
        finally:
            await self.aclose()

    async def aclose(self) -> None:
        """Stop the model, if it is still writing. May be called at any time and more than once."""
        if self._task is None:
            return
        if not self._task.done():
            self._task.cancel()
            await asyncio.wait({self._task})
        if not self._task.cancelled():
            self._task.exception()  # whoever leaves early does not want it, and asyncio shall not complain of it

    async def _run(self) -> Out:
        try:
            with record_calls() as self.calls:
                return await self._produce(self._pieces.put_nowait)
        finally:
            self._pieces.put_nowait(None)
