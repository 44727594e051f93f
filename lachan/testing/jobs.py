"""What laboratories upload. The layer above the journeys: a chunk's effects reach the other rooms through one."""

from __future__ import annotations

from lachan.kernel.intake.kinds import declare
from lachan.testing.intake_kinds import results_kind
from lachan.testing.services import results_take

declare(results_kind(results_take))
