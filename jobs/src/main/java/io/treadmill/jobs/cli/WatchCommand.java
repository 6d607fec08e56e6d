package io.treadmill.jobs.cli;

import io.treadmill.conf.UserError;
import io.treadmill.conf.WatchSettings;
import io.treadmill.jobs.batch.Sessions;
import io.treadmill.jobs.watch.Watch;
import io.treadmill.jobs.watch.WatchEvent;
import io.treadmill.jobs.watch.WatchNotices;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what the rules that watch the nights say of a day. */
@Command(
    name = "watch",
    description = {
      "Hold the rules of watch.rules against the tables of a day, and print what each says. `nightly`"
          + " does it after each night, keeps it in the table watch_event, and tells what fired to"
          + " watch.webhook and watch.file.",
      "Writes nothing into the lake: a way to try rules on nights of the past."
    })
final class WatchCommand extends LakeCommand {
  private static final List<String> COLUMNS =
      List.of("rule", "instrument", "side", "ts", "value", "threshold", "fired", "message");

  @Option(names = "--date", required = true, paramLabel = "D", description = "UTC day.")
  private String date;

  @Option(names = "--tell", description = "Tell what fired to watch.webhook and watch.file too.")
  private boolean isTold;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    LocalDate day = DayOptions.day("--date", date);
    WatchSettings settings = common().settings().watch();
    if (settings.rules().isEmpty()) {
      throw UserError.usage(
          "Nothing to watch: watch.rules is empty (conf/treadmill.yaml has an example)");
    }
    Sessions.requireCatalog(common().settings());
    return reading(
        workspace -> {
          List<WatchEvent> events = Watch.events(workspace.lake(), settings.rules(), day);
          format.print(COLUMNS, events.iterator(), WatchCommand::values, console());
          Watch.idle(settings.rules(), events).forEach(workspace.progress()::tell);
          if (isTold) {
            new WatchNotices(settings).tell(events).forEach(workspace.progress()::tell);
          }
        });
  }

  private static List<Object> values(WatchEvent event) {
    return Arrays.asList(
        event.rule().name(),
        event.instrument().toString(),
        event.side(),
        event.ts(),
        Double.isNaN(event.value()) ? null : event.value(),
        event.threshold(),
        event.fired(),
        event.message());
  }
}
