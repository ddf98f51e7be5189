"""Turn a judged set into a weights file: `python -m service.learning --judged FOLDER --out weights.toml`."""

from __future__ import annotations

import argparse
import logging
import sys
from datetime import date
from pathlib import Path

from service.errors import ServiceError
from service.evaluation.judged_set import read_judged_set
from service.evaluation.serving import serve
from service.evaluation.tools import open_tools
from service.learning.train import train
from service.learning.weights_file import file_text
from service.matching.weights import DEFAULT_WEIGHTS, load_weights
from service.settings import Settings


def main() -> int:
    """Learn and write; 0 done, 2 misuse."""
    parser = argparse.ArgumentParser(prog="python -m service.learning", description="从判断集学排序权重。")
    parser.add_argument("--judged", type=Path, required=True, metavar="文件夹", help="判断集，格式同 zunpei evaluate")
    parser.add_argument("--out", type=Path, required=True, metavar="文件", help="写到哪个权重文件")
    parser.add_argument("--default", type=Path, default=DEFAULT_WEIGHTS, metavar="文件", help="从哪个权重出发")
    parser.add_argument("--asof", type=date.fromisoformat, metavar="日期", help="把今天固定为某一天")
    parser.add_argument("--compare", action="store_true", help="装了 lightgbm 时也测 LambdaMART")
    given = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    settings = Settings(asof=given.asof)
    try:
        judged = read_judged_set(given.judged)
        default = load_weights(given.default)
        with serve(judged, settings, space=open_tools(settings).occupation_space) as served:
            found = train(judged, served, default, compare=given.compare)
    except (ServiceError, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    given.out.write_text(file_text(found.weights, found.learned), "utf-8")
    print(f"已写入 {given.out}。先用 zunpei evaluate 在没有用来学的判断上比较，再换上。")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
