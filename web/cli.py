"""The command `qianshao`: one group to which each package adds its commands."""

from __future__ import annotations

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """前哨：中文报告全文检索。"""
