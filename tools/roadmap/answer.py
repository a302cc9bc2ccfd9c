"""The sentences of a roadmap in their order: the whole of it, or what a follow-up needs."""

from data.result import Finding, Result
from tools.policy.check_table import tell_policies
from tools.policy.pathway_check import check_policies
from tools.policy.rows import Check
from tools.roadmap.baseline import tell_baseline
from tools.roadmap.chain import SECTION as CHAIN
from tools.roadmap.change import Comparison, tell_change
from tools.roadmap.course import Roadmap
from tools.roadmap.five_year import tell_plans
from tools.roadmap.frame import tell_frame
from tools.roadmap.group import GroupRoadmap
from tools.roadmap.limits import tell_limits
from tools.roadmap.sectors import tell_sectors, tell_short_sectors
from tools.roadmap.timetable import tell_short_timetable, tell_timetable


def check_all(roadmap: Roadmap) -> list[Check]:
    """Check the policy targets; a group has none, so those of its members are checked."""
    if not isinstance(roadmap, GroupRoadmap):
        return check_policies(roadmap)
    return [c for m in roadmap.members for c in check_policies(m) if c.row["region"] == m.region]


def tell_whole(
    roadmap: Roadmap,
    lead: list[Finding],
    checks: list[Check],
    chain: Result,
    doubt: list[Finding],
) -> list[Finding]:
    """Tell the answer in short, then every part of the roadmap."""
    alone = not isinstance(roadmap, GroupRoadmap)
    return [
        *lead,
        *tell_frame(roadmap, chain),
        *tell_baseline(roadmap),
        *tell_timetable(roadmap),
        *tell_plans(roadmap),
        *(tell_policies(roadmap, checks) if alone else []),
        *tell_sectors(roadmap),
        *(f for f in chain.findings if f.section == CHAIN),
        *doubt,
        *tell_limits(roadmap),
    ]


def tell_short(
    roadmap: Roadmap, pair: Comparison, chain: Result, doubt: list[Finding]
) -> list[Finding]:
    """Tell what changed first, then the milestones, the sectors and the chain in brief."""
    return [
        *tell_change(pair),
        *tell_short_timetable(roadmap),
        *tell_plans(roadmap)[:1],
        *tell_short_sectors(roadmap),
        *(f for f in chain.findings if f.section == CHAIN),
        *doubt[1:2],
    ]
