# For contributors; users need the two commands at the top of the README only.
.PHONY: check lint types test demo questions faults grounding

check: lint types test grounding

lint:
	ruff check .
	ruff format --check .

types:
	pyright

test:
	python -m pytest

demo:
	python -m data.synthesis

questions:
	python -m data.knowledge.question_synthesis

faults:
	python -m tests.fault_matrix

grounding:
	python -m tests.grounding_rates
