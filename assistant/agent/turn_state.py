"""What one turn of the agent keeps while it runs: calls, tokens, which models failed and why."""

from collections import Counter
from dataclasses import dataclass, field

from langchain_core.messages import AIMessage

from assistant.settings import Settings
from data.text import Lang, Text


@dataclass
class TurnState:
    """The state of one turn, handed to every middleware as the run's context.

    ``failed`` names the models that are out for this turn; ``trouble`` says why the first of them
    did not answer; ``answered_by`` is the model whose message came last; ``tool_calls`` counts the
    calls of tools, by the model that made them.
    """

    lang: Lang
    prompt: str = ""
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    failed: set[str] = field(default_factory=set)
    trouble: Text | None = None
    answered_by: str = ""
    tool_calls: Counter[str] = field(default_factory=Counter)

    def count(self, message: AIMessage) -> None:
        """Count a call of a model and the tokens its provider reports."""
        self.calls += 1
        usage = message.usage_metadata
        if usage:
            self.tokens_in += usage["input_tokens"]
            self.tokens_out += usage["output_tokens"]

    def count_tool_call(self) -> int:
        """Count a call of a tool; return how many the same model has made in this turn."""
        self.tool_calls[self.answered_by] += 1
        return self.tool_calls[self.answered_by]

    def is_spent(self, settings: Settings) -> bool:
        """Tell whether the budget of this answer is used up."""
        tokens = self.tokens_in + self.tokens_out
        return self.calls >= settings.max_model_calls or tokens >= settings.max_answer_tokens
