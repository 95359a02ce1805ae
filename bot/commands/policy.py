"""`python -m bot policy …`: check, explain, compare, replay and activate policies (办法)."""

from __future__ import annotations

import getpass

import click

from bot.clock import wall_clock
from bot.commands.policy_files import checked, text_of
from bot.commands.policy_replay import replay
from bot.commands.starting import opened, opened_or_made, refuse
from supervision.policies import active
from supervision.policies.comparing import changes
from supervision.policies.standing import standing
from supervision.texts import render


@click.group(help="办法:检查、解释、比较、推演、启用,看正在执行的是哪一份。FILE 是文件,或内置办法的名字。")
def command() -> None:
    """The commands below."""


@command.command(help="检查一份办法:哪一行写错了,怎么改。")
@click.argument("file")
def check(file: str) -> None:
    """Exit code 0 when it can be activated, else 2."""
    policy = checked(file)
    click.echo(render("policy_is_good", title=policy.title, steps=len(policy.ladder), sha256=policy.sha256))


@command.command(help="把一份办法印成看得懂的条文。")
@click.argument("file")
def explain(file: str) -> None:
    """Readable 办法 in Chinese, with the articles its acts cite."""
    click.echo(render("policy_explained", policy=checked(file)))


@command.command(help="两份办法有什么不同。")
@click.argument("before")
@click.argument("after")
def diff(before: str, after: str) -> None:
    """What changes for people, sentence by sentence."""
    found = changes(checked(before), checked(after))
    click.echo(render("policy_changes", changes=found, before=before, after=after))


@command.command(help="启用一份办法。正在走的督办仍按开始时的办法走完。")
@click.argument("file")
@click.pass_context
def activate(ctx: click.Context, file: str) -> None:
    """By the operating system's user; it takes the place of the one that covered the same matters."""
    text = text_of(file)
    policy = checked(file)
    with opened_or_made(ctx) as database, database.write() as session:
        try:
            active.activate(session, text, getpass.getuser(), wall_clock())
        except active.CoveredAlready as covered:
            refuse("policy_covered_already", name=covered.name, categories=sorted(covered.categories))
    click.echo(render("policy_activated", title=policy.title, sha256=policy.sha256, covers=policy.covers))


@command.command("list", help="正在执行的办法,和各有多少督办在走。")
@click.pass_context
def list_(ctx: click.Context) -> None:
    """Those in force, and former ones under which climbs still run."""
    with opened(ctx) as database, database.read() as session:
        click.echo(render("policy_list", rows=standing(session)))


command.add_command(replay)
