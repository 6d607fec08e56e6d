"""One nightly run of Treadmill for each UTC day; a backfill of the DAG runs past days, a manual run the day it is given."""

import subprocess
from datetime import datetime, timedelta, timezone

from airflow.sdk import Param, dag, task
from airflow.sdk.exceptions import AirflowFailException

# Input missing, another run holds the lake, storage unavailable: these pass by themselves.
RETRY = {3, 5, 6}


@dag(
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    # The book of a day starts from the book of the day before.
    max_active_runs=1,
    params={"day": Param(None, type=["null", "string"], format="date", description="UTC day; empty = the day before the run")},
)
def treadmill():
    @task(retries=4, retry_delay=timedelta(minutes=20))
    def nightly(params=None, data_interval_end=None):
        # A manual run has no interval.
        end = data_interval_end or datetime.now(timezone.utc)
        day = params["day"] or (end - timedelta(days=1)).strftime("%Y-%m-%d")
        command = [
            "/opt/treadmill/submit/treadmill", "nightly", "--date", day,
            "--config", "/etc/treadmill.yaml", "--out", f"/srv/treadmill/report-{day}.html",
        ]
        code = subprocess.run(command, check=False).returncode
        if code in RETRY:
            raise RuntimeError(f"treadmill ended with {code}: trying again")
        if code != 0:
            raise AirflowFailException(f"treadmill ended with {code}: needs a person")

    nightly()


treadmill()
