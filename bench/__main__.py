"""`python -m bench [NAME …]`: run the benchmarks, all of them or those named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from bench import callback, large, machine, paper, parts, query, reading, registry, replay, rush, tick
from bench.figures import Table
from bench.options import Options

Benchmark = Callable[[Options], Sequence[Table]]

BENCHMARKS: dict[str, Benchmark] = {
    "callback": callback.run,
    "parts": parts.run,
    "rush": rush.run,
    "tick": tick.run,
    "query": query.run,
    "large": large.run,
    "reading": reading.run,
    "registry": registry.run,
    "replay": replay.run,
}


@click.command(help="性能测试。不写名字则全部运行。")
@click.argument("names", nargs=-1, type=click.Choice(list(BENCHMARKS)))
@click.option("--quick", is_flag=True, help="小一些、快一些,只看大概。")
@click.option(
    "--postgresql", is_flag=True, help="回调、高峰、大台账也在 PostgreSQL 上测(PG_TEST_URL,或随 pip 安装的服务器)。"
)
@click.option("--full", is_flag=True, help="高峰一项照实跑满十分钟,不只一分钟。")
@click.option("--write", "document", type=click.Path(path_type=Path, exists=True), help="把结果写进文档的标记之间。")
def main(names: Sequence[str], quick: bool, postgresql: bool, full: bool, document: Path | None) -> None:
    options = Options(quick=quick, postgresql=postgresql, is_full=full)
    for name in names or BENCHMARKS:
        head = machine.described()
        print(f"\n== {name} · {head}", flush=True)
        tables = BENCHMARKS[name](options)
        print("\n\n".join(table.as_text() for table in tables), flush=True)
        if document is not None:
            paper.write(document, name, f"`{_command(name, options)}` · {head}", tables)


def _command(name: str, options: Options) -> str:
    flags = [" --quick"] * options.quick + [" --postgresql"] * options.postgresql + [" --full"] * options.is_full
    return f"python -m bench {name}{''.join(flags)}"


if __name__ == "__main__":
    main()
