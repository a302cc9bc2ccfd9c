"""LangChain's standard tests of chat models, for the built-in one.

It makes up no calls of foreign tools, no structured output and no tokens; the tests of these skip
themselves.
"""

import contextlib

import pytest
from langchain_tests.integration_tests import ChatModelIntegrationTests
from langchain_tests.unit_tests import ChatModelUnitTests

from assistant.builtin.model import BuiltinModel


@pytest.fixture
def benchmark():
    """Call once: no test here is timed."""
    return lambda call, *args, **kwargs: call(*args, **kwargs)


@pytest.fixture
def vcr():
    """Record nothing: the built-in model talks to no server."""
    return contextlib.nullcontext()


class _Builtin:
    chat_model_class = BuiltinModel
    chat_model_params: dict = {}  # noqa: RUF012
    has_tool_calling = False
    has_tool_choice = False
    has_structured_output = False
    supports_json_mode = False
    returns_usage_metadata = False
    supports_model_override = False


class TestUnit(_Builtin, ChatModelUnitTests):
    pass


class TestIntegration(_Builtin, ChatModelIntegrationTests):
    pass
