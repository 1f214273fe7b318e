"""Settings for all tests: hypothesis keeps no time, because a busy machine is no failure."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("qianshao", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("qianshao")
