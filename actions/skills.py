"""Every skill of the assistant, in one list."""

from __future__ import annotations

from actions.advice import RecommendSkill
from actions.answers import AnswerSkill, FallbackSkill, GuideSkill, OutOfScopeSkill
from actions.control import AgentReturnedSkill, HandoffSkill, RepeatSkill, StartOverSkill
from actions.courtesy import CourtesySkill
from actions.errands.action import ErrandSkill
from actions.products import CompareSkill, ProductSkill
from actions.repair import ExplainSkill, GoBackSkill, HoldOnSkill, WhySkill
from actions.skill import Skill

SKILLS: tuple[type[Skill], ...] = (
    ErrandSkill,
    AnswerSkill,
    GuideSkill,
    FallbackSkill,
    OutOfScopeSkill,
    ProductSkill,
    CompareSkill,
    RecommendSkill,
    HandoffSkill,
    RepeatSkill,
    StartOverSkill,
    CourtesySkill,
    ExplainSkill,
    WhySkill,
    GoBackSkill,
    HoldOnSkill,
    AgentReturnedSkill,
)
