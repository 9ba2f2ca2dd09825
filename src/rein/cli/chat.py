"""`rein chat`: a conversation about a saved plan, at the prompt or with messages given on the command line."""

import asyncio
import contextlib
import sys
from collections.abc import Generator, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from rein.cli.console import bullets, is_live, output
from rein.cli.conversation import Conversation
from rein.cli.request import readable
from rein.cli.saved import SavedResult, find
from rein.cli.session import open_model, open_settings
from rein.cli.show_result import offline_notice
from rein.cli.text import clean_line, count
from rein.cli.wrapped import WrappedStream
from rein.coach.chat import TAKEN_BACK
from rein.coach.domain import MAX_GOAL_CHARS, CoachingContext, CoachingReply, Plan, Resolution, Role
from rein.coach.model import ReinModel
from rein.errors import ReinError, SafetyCheckError, UsageError

SHOWN_MESSAGES = 2
"""What is repeated of an earlier conversation, to find back into it."""


def talk(prefix: str | None, *, messages: list[str], model: str | None) -> None:
    """Converse until the messages, or the person, are done.

    Raises:
        UsageError: there is no such plan, or a message is empty or too long.
        ReinError: the coach could not answer a message given on the command line, or the conversation not be saved.
    """
    settings = open_settings(model)
    saved = find(settings.data_dir, prefix)
    resolution, plan = saved.result.resolution, saved.result.plan
    if resolution is None or plan is None:
        raise UsageError(f"{saved.id} has no plan to talk about.")
    checked = [_checked(m) for m in messages]
    conversation = Conversation(settings.data_dir / "results" / f"{saved.id}.chat.jsonl")
    chat = _Chat(saved, resolution, plan, conversation, open_model(settings, model), output())
    with asyncio.Runner() as runner:  # one event loop for the whole conversation: the model's connections live in it
        if checked:
            for message in checked:
                runner.run(chat.turn(message))
            return
        if notice := offline_notice(settings):
            chat.console.print(Text(notice, "yellow"))
        chat.greet()
        for message in _typed():
            try:
                runner.run(chat.turn(_checked(message)))
            except ReinError as error:
                chat.complain(error)


class _Chat:
    """One conversation on one console."""

    def __init__(
        self,
        saved: SavedResult,
        resolution: Resolution,
        plan: Plan,
        conversation: Conversation,
        model: ReinModel,
        console: Console,
    ) -> None:
        self._saved = saved
        self._resolution = resolution
        self._plan = plan
        self._conversation = conversation
        self._model = model
        self.console = console

    def greet(self) -> None:
        """Say what this is about and where the conversation stood."""
        self.console.print(
            Text.assemble(
                (clean_line(self._saved.title), "bold"),
                (f" · {count(len(self._plan.weeks), 'week')} · plan {self._saved.id}", "dim"),
            )
        )
        for message in self._conversation.messages[-SHOWN_MESSAGES:]:
            who = "You" if message.role is Role.PERSON else "Coach"
            self.console.print(Text(f"{who}: {clean_line(message.text)}", "dim"))
        self.console.print(Text("How is it going? Ctrl-D ends the conversation; it is kept.", "dim"))

    def complain(self, error: ReinError) -> None:
        """Say what went wrong with one message; the conversation goes on."""
        self.console.print(Text(clean_line(str(error)), "red"))

    async def turn(self, message: str) -> None:
        """One message and its answer, shown while it is written, and kept; what is taken back is neither."""
        history = self._conversation.history
        self._conversation.add_person(message)
        stream = self._model.chat(
            CoachingContext(
                goal=self._saved.result.goal,
                resolution=self._resolution,
                plan=self._plan,
                today=datetime.now(ZoneInfo(self._plan.timezone)).date(),
                history=history,
                message=message,
            ),
            thread_id=f"plan-{self._saved.id}",
        )
        shown = WrappedStream(self.console)
        try:
            with shown, _thinking(self.console) as spinner:
                async for piece in stream:
                    spinner.close()
                    if stream.taken_back:
                        shown.take_back()
                        piece = piece.lstrip()
                    shown.write(piece)
        except SafetyCheckError:
            if stream.taken_back:
                shown.take_back()
                self.console.print(Text(TAKEN_BACK))
            raise
        except (KeyboardInterrupt, asyncio.CancelledError, ReinError):
            if shown.text:
                self._conversation.add_interrupted(shown.text, stream.trace_id)
            raise
        self._conversation.add_reply(stream.reply, stream.trace_id)
        self._show_rest(stream.reply)
        await asyncio.sleep(0)  # a Ctrl-C of the last moment would be lost with the end of this task

    def _show_rest(self, reply: CoachingReply) -> None:
        self.console.print()
        if reply.next_actions:
            actions = bullets([Text(clean_line(a)) for a in reply.next_actions], "→", "cyan")
            self.console.print(Padding(Group(Text("What you could do next", "bold"), actions, ""), (0, 2)))
        if change := reply.plan_change:
            text = Text.assemble(
                ("Proposed change of the plan", "bold yellow"),
                f" from week {change.from_week}: {clean_line(change.summary)}\n",
                (f"Why: {clean_line(change.reason)}\n", "dim"),
                ("A proposal: the plan stays as it is.\n", "dim"),
            )
            self.console.print(Padding(text, (0, 2)))


@contextlib.contextmanager
def _thinking(console: Console) -> Generator[contextlib.ExitStack]:
    """A spinner until the first words; `close` on what is yielded takes it away."""
    with contextlib.ExitStack() as spinner:
        if is_live(console):
            spinner.enter_context(console.status("Thinking"))
        yield spinner


def _typed() -> Iterator[str]:
    """What the person types, line by line, until Ctrl-D; empty lines are passed over."""
    if sys.stdin.isatty():
        with contextlib.suppress(ImportError):
            import readline  # editing and the arrow keys; its history stays in memory

            readline.set_auto_history(True)
    while True:
        try:
            line = input("You: " if sys.stdin.isatty() else "")
        except EOFError:
            print()
            return
        if line.strip():
            yield line


def _checked(message: str) -> str:
    message = readable(message).strip()
    if not message:
        raise UsageError("the message is empty.")
    if len(message) > MAX_GOAL_CHARS:
        raise UsageError(f"the message is longer than the {MAX_GOAL_CHARS:,} characters that are read.")
    return message
