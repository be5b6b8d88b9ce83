"""Run what is asked for, line by line, as ``airflow dags test`` would, without its start each time.

Every run reads the DAG's file anew, as the command does. What a run came to is told through the
descriptor that is named; what Airflow prints goes where it always goes.
"""

import json
import os
import sys
import traceback

from airflow.cli.cli_parser import get_parser


def main(told: int) -> None:
    """Run each line of the input, a list of arguments, to its end."""
    parser = get_parser()
    with os.fdopen(told, "w", encoding="utf-8") as outcomes:
        for line in sys.stdin:
            try:
                asked = parser.parse_args(["dags", "test", *json.loads(line)])
                asked.func(asked)
            except (Exception, SystemExit):
                traceback.print_exc()
                print("failed", file=outcomes, flush=True)
            else:
                print("done", file=outcomes, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
