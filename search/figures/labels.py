"""Name kinds, directions, roles and modalities of figures in Chinese, for pages, files, lists."""

from __future__ import annotations

KIND_LABELS = {
    "count": "数量",
    "amount": "金额",
    "measure": "度量",
    "rate": "比率",
    "change": "变化",
    "rank": "位次",
    "streak": "连续",
    "duration": "用时",
    "frequency": "频次",
    "spec": "规格",
}
DIRECTION_LABELS = {"up": "升", "down": "降", "flat": "平"}
ROLE_LABELS = {"from": "起", "to": "止"}
MODALITY_LABELS = {"actual": "实绩", "target": "目标", "standard": "标准"}
