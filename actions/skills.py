"""Every skill of the assistant, in one list."""

from __future__ import annotations

from actions.advice import RecommendSkill
from actions.answers import AnswerSkill, FallbackSkill, GuideSkill, OutOfScopeSkill
from actions.control import AgentReturnedSkill, RemindSkill, RepeatSkill, StartOverSkill
from actions.errands.action import ErrandSkill
from actions.handoff import HandoffSkill
from actions.products import CompareSkill, ProductSkill
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
    RemindSkill,
    AgentReturnedSkill,
)
