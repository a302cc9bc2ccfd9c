"""Text in the reader's language: every sentence a person may see is held in both."""

from collections.abc import Callable, Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict

Lang = Literal["zh", "en"]


class Text(BaseModel):
    """One piece of text in Chinese and in English.

    >>> Text(zh="广东", en="Guangdong").get("en")
    'Guangdong'
    """

    model_config = ConfigDict(frozen=True)

    zh: str
    en: str

    def get(self, lang: Lang) -> str:
        """Return the text in one language."""
        return self.zh if lang == "zh" else self.en

    def map(self, change: Callable[[str], str]) -> "Text":
        """Apply the same change to both languages."""
        return Text(zh=change(self.zh), en=change(self.en))

    def __add__(self, other: "Text") -> "Text":
        return Text(zh=self.zh + other.zh, en=self.en + other.en)


def same(text: str) -> Text:
    """Hold a name that reads the same in both languages.

    >>> same("CO2").zh
    'CO2'
    """
    return Text(zh=text, en=text)


def join(parts: Iterable[Text]) -> Text:
    """Join names into a list as each language punctuates it.

    >>> join([Text(zh="广东", en="Guangdong"), Text(zh="江苏", en="Jiangsu")]).zh
    '广东、江苏'
    """
    held = list(parts)
    return Text(zh="、".join(p.zh for p in held), en=", ".join(p.en for p in held))


def lower_first(name: str) -> str:
    """Write an English name as it stands inside a sentence.

    >>> lower_first("Power and heat")
    'power and heat'
    """
    return name[:1].lower() + name[1:]
