"""Reads an export of Treadmill by the back-tester's own reader: backtesters.py nautilus|freqtrade|hftbacktest FOLDER."""

import json
import pathlib
import sys

tester, folder = sys.argv[1], pathlib.Path(sys.argv[2])
about = json.loads((folder / "treadmill.json").read_text())


def nautilus():
    sys.path.insert(0, str(folder))
    import treadmill_data
    from nautilus_trader.backtest.engine import BacktestEngine
    from nautilus_trader.common.actor import Actor
    from nautilus_trader.model.data import DataType
    from nautilus_trader.model.identifiers import ClientId
    from nautilus_trader.persistence.catalog import ParquetDataCatalog

    catalog = ParquetDataCatalog(str(folder))
    for name in about["columns"]:
        kind = getattr(treadmill_data, "Treadmill" + "".join(map(str.capitalize, name.split("_"))))
        files = [one for one in about["files"] if f"/custom_treadmill_{name}/" in one["path"]]
        rows = catalog.query(kind)
        assert len(rows) == sum(one["rows"] for one in files), name
        for one in files:
            identifier = one["path"].split("/")[2]
            own = catalog.query(kind, identifiers=[identifier])
            subject = own[0].data.asset if name == "asset_map" else own[0].data.instrument_id
            assert len(own) == one["rows"] and str(subject) == identifier, identifier
            known = [row.data.ts_init for row in own]
            assert known == sorted(known) and all(row.data.ts_event <= row.data.ts_init for row in own), identifier
            middle = known[len(known) // 2]
            assert len(catalog.query(kind, identifiers=[identifier], end=middle)) == sum(k <= middle for k in known)
        if files:
            print(f"nautilus: {name}: {len(rows)} rows of {', '.join(one['path'].split('/')[2] for one in files)}")

    # An actor gets each row when the clock of the back-test has reached ts_init, not before.
    for kind in (treadmill_data.TreadmillZones, treadmill_data.TreadmillAssetMap):
        rows = catalog.query(kind)
        if not rows:
            continue
        seen = []

        class Watcher(Actor):
            def on_start(self):
                self.subscribe_data(DataType(kind), client_id=ClientId("TREADMILL"))

            def on_data(self, data):
                seen.append((self.clock.timestamp_ns(), data.ts_init))

        engine = BacktestEngine()
        engine.add_data(rows, client_id=ClientId("TREADMILL"))
        engine.add_actor(Watcher())
        engine.run()
        engine.dispose()
        assert len(seen) == len(rows) and all(now == known for now, known in seen)
        print(f"nautilus: an actor saw {len(seen)} rows of {kind.__name__}, each at its ts_init")


def freqtrade():
    import pandas
    from freqtrade.strategy import merge_informative_pair

    for one in about["files"]:
        hours = pandas.read_feather(folder / one["path"])
        assert len(hours) == one["rows"] and hours["date"].is_unique and hours["date"].is_monotonic_increasing
        known = hours["date"] + pandas.Timedelta(hours=1)
        assert (hours["ts"] <= known).all()
        base = pandas.DataFrame({"date": pandas.date_range(hours["date"].iloc[0], known.iloc[-1], freq="5min")})
        merged = merge_informative_pair(base, hours, "5m", "1h", ffill=True)
        # A decision is taken when the candle of five minutes has closed.
        close = merged["date"] + pandas.Timedelta(minutes=5)
        shown = merged["ts_1h"].notna()
        assert (merged.loc[shown, "date_1h"] + pandas.Timedelta(hours=1) <= close[shown]).all()
        expected = pandas.merge_asof(pandas.DataFrame({"close": close}), hours.assign(known=known), left_on="close", right_on="known")
        assert list(expected["ts"][shown.values]) == list(merged["ts_1h"][shown])
        assert shown.sum() == expected["ts"].notna().sum() > 0
        print(f"freqtrade: {one['path']}: {len(hours)} hours, {int(shown.sum())} candles of 5 min show the last known one")


def hftbacktest():
    import numpy
    from hftbacktest import BacktestAsset, HashMapMarketDepthBacktest
    from hftbacktest.types import BUY_EVENT, DEPTH_EVENT, EXCH_EVENT, LOCAL_EVENT, SELL_EVENT, event_dtype
    from numba import njit

    @njit
    def newest(hbt, rows, out):
        row = 0
        steps = 0
        while hbt.elapse(600_000_000_000) == 0 and steps < len(out):
            while row < len(rows) and rows[row]["local_ts"] <= hbt.current_timestamp:
                row += 1
            out[steps, 0] = hbt.current_timestamp
            out[steps, 1] = row
            steps += 1
        return steps

    for one in about["files"]:
        rows = numpy.load(folder / one["path"])["data"]
        assert len(rows) == one["rows"] and (numpy.diff(rows["local_ts"]) >= 0).all(), one["path"]
        assert (rows["ts"] <= rows["local_ts"]).all() and set(rows["side"] if "side" in rows.dtype.names else ()) <= {1.0, -1.0}
        times = numpy.arange(rows["local_ts"][0] - 3_600_000_000_000, rows["local_ts"][-1] + 3_600_000_000_000, 600_000_000_000)
        feed = numpy.zeros(2 * len(times), event_dtype)
        feed["exch_ts"] = feed["local_ts"] = numpy.repeat(times, 2)
        feed["ev"] = numpy.tile(numpy.array([BUY_EVENT, SELL_EVENT], numpy.uint64) | numpy.uint64(DEPTH_EVENT | EXCH_EVENT | LOCAL_EVENT), len(times))
        feed["px"] = numpy.tile([99.0, 101.0], len(times))
        feed["qty"] = 1
        asset = BacktestAsset().data([feed]).linear_asset(1.0).constant_order_latency(0, 0).risk_adverse_queue_model()
        asset = asset.no_partial_fill_exchange().trading_value_fee_model(0, 0).tick_size(0.1).lot_size(0.001)
        hbt = HashMapMarketDepthBacktest([asset])
        out = numpy.zeros((len(times), 2), numpy.int64)
        steps = newest(hbt, rows, out)
        hbt.close()
        assert steps > 0
        assert (out[:steps, 1] == numpy.searchsorted(rows["local_ts"], out[:steps, 0], side="right")).all(), one["path"]
        print(f"hftbacktest: {one['path']}: {len(rows)} rows, seen by a strategy of {steps} steps as they were known")


{"nautilus": nautilus, "freqtrade": freqtrade, "hftbacktest": hftbacktest}[tester]()
