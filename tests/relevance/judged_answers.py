"""Count how questions for figures are answered, and how drafts are checked, against our judgement.

`python tests/relevance/judged_answers.py [reports gov-reports]` prints for each library how many
questions of `judged/<library>/answers.tsv` are answered right, not at all and wrong, and how many
true and false claims of `claims.tsv` are told so, with each that is not.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from judged_queries import HERE, LIBRARIES, opened

from search.proofing.findings import Finding
from search.proofing.verdicts import proof
from search.request import SearchRequest
from search.searcher import Searcher

Outcome = Literal["right", "none", "wrong"]


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question, all figures that answer it, and what may be shown beside them.

    Without an answer, `beside` is what may be shown all the same.
    """

    text: str
    answers: frozenset[str]
    beside: frozenset[str]

    def outcome(self, shown: frozenset[str]) -> Outcome:
        """Nothing said is wrong of no question, and right of one that has no answer."""
        if not shown:
            return "none" if self.answers else "right"
        is_right = self.answers <= shown <= self.answers | self.beside
        return "right" if is_right else "wrong"


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """What a sentence of a draft says; `judgement` is "true" or the kind of falsehood."""

    judgement: str
    sentence: str
    text: str

    @property
    def is_true(self) -> bool:
        return self.judgement == "true"


def _lines(library: str, name: str) -> Iterator[list[str]]:
    lines = (HERE / "judged" / library / name).read_text("utf-8").splitlines()
    yield from (line.split("\t") for line in lines if line and not line.startswith("#"))


def questions(library: str) -> list[JudgedQuestion]:
    return [
        JudgedQuestion(
            text,
            frozenset(answers.split("|")) - {"-"},
            frozenset(beside[0].split("|") if beside else ()),
        )
        for text, answers, *beside in _lines(library, "answers.tsv")
    ]


def claims(library: str) -> list[JudgedClaim]:
    return [JudgedClaim(*line) for line in _lines(library, "claims.tsv")]


def shown(searcher: Searcher, question: JudgedQuestion) -> frozenset[str]:
    """What the page says above its hits."""
    answers = searcher.figure_answers(SearchRequest(q=question.text))
    return frozenset(answer.row.figure.value_text for answer in answers)


def checked(searcher: Searcher, library: str) -> list[tuple[JudgedClaim, Finding]]:
    """The claims of one draft, each with what is found of it."""
    judged = claims(library)
    draft = "\n".join(claim.sentence for claim in judged)
    findings = proof(draft, searcher).findings
    found, start = [], 0
    for claim in judged:
        at = draft.index(claim.text, start)
        end = start + len(claim.sentence)
        here = [f for f in findings if f.claim.start <= at < f.claim.end or f.claim.start == at]
        assert here and at < end, claim
        found.append((claim, here[0]))
        start = end + 1
    return found


def main() -> None:
    for library in sys.argv[1:] or LIBRARIES:
        with opened(library) as searcher:
            if searcher is None:
                print(f"{library}: QIANSHAO_EVALUATION_DATA has no {library}.jsonl.gz")
                continue
            print(f"== {library}")
            _print_answers(searcher, library)
            _print_claims(searcher, library)


def _print_answers(searcher: Searcher, library: str) -> None:
    counts = {"right": 0, "none": 0, "wrong": 0}
    for question in questions(library):
        said = shown(searcher, question)
        outcome = question.outcome(said)
        counts[outcome] += 1
        if outcome != "right":
            print(f"{outcome:5} {question.text}: {'|'.join(question.answers)}, {'|'.join(said)}")
    print("questions:", counts)


def _print_claims(searcher: Searcher, library: str) -> None:
    counts: dict[tuple[bool, str], int] = {}
    for claim, finding in checked(searcher, library):
        key = claim.is_true, finding.verdict
        counts[key] = counts.get(key, 0) + 1
        if finding.verdict != ("agrees" if claim.is_true else "differs"):
            ours = " · ".join(one.said for one in finding.ours)
            told = f"{finding.verdict} {finding.reason} {ours}"
            print(f"{claim.judgement:9} {claim.sentence} {told}")
    for (is_true, verdict), count in sorted(counts.items()):
        print(f"{'true' if is_true else 'false'} claims told {verdict}: {count}")


if __name__ == "__main__":
    main()
