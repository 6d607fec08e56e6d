package io.treadmill.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.market.Fingerprint;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a job read for each day that it computed: the name of each input and its hash. There is one
 * input for each dataset, venue and product, whatever the number of its symbols and files; a day
 * without inputs is a day that was computed from nothing.
 *
 * @param byDay name and hash of the inputs of each day
 */
public record DayInputs(NavigableMap<LocalDate, SortedMap<String, String>> byDay) {
  /** Name of the input that is the day before of the job itself. */
  public static final String DAY_BEFORE = "day before";

  /** Name, after that of the dataset, of files that others wrote. */
  private static final String FILES_OF_OTHERS = "/files of others";

  /** Parts of the name of a day of the archive: dataset, venue, product, day. */
  private static final int PARTS_OF_A_DAY = 4;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> TIMED = datasets(true);
  private static final Set<String> FACTS = datasets(false);

  /** What the fits in force are named; they are valid from their day on. */
  private static final String LAWS = LakeTables.LEVERAGE_LAW.name();

  private static Set<String> datasets(boolean timed) {
    return Arrays.stream(ArchiveDataset.values())
        .filter(dataset -> dataset.isTimed() == timed)
        .map(ArchiveDataset::folder)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns no days. */
  public static DayInputs none() {
    return new DayInputs(new TreeMap<>());
  }

  /** Returns the hash of the inputs of a day. */
  public static String hash(SortedMap<String, String> inputs) {
    return Fingerprint.of(inputs.toString());
  }

  /** Returns the hash of all. */
  public String hash() {
    return Fingerprint.of(byDay.toString());
  }

  /** Whether an input is of the archive: if it is gone, so are the rows that were made of it. */
  public static boolean isOfArchive(String input) {
    return TIMED.contains(input.replaceFirst("/.*", "")) || isFact(input);
  }

  /** Returns the inputs that are days of the archive, as {@code name/day}. */
  public Set<String> daysOfArchive() {
    Set<String> result = new TreeSet<>();
    byDay.forEach(
        (day, inputs) ->
            inputs.keySet().stream()
                .filter(name -> TIMED.contains(name.replaceFirst("/.*", "")))
                .forEach(name -> result.add(name + "/" + day)));
    return result;
  }

  private static boolean isFact(String input) {
    return FACTS.contains(input.replaceFirst("/.*", ""));
  }

  /** Returns the JSON text: day, name, hash. */
  public String toJson() {
    try {
      Map<String, SortedMap<String, String>> texts = new TreeMap<>();
      byDay.forEach((day, inputs) -> texts.put(day.toString(), inputs));
      return JSON.writeValueAsString(texts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns what a JSON text of the ledger says. In {@link #isOfEarlierVersion earlier versions} it
   * was one map of all inputs of a run, with the hash of every file; it is read as if it had been
   * written by day, but for inputs that are days of other jobs or the day before: it has none.
   *
   * @param days days of the run
   */
  public static DayInputs ofJson(String json, UtcDays days) {
    try {
      JsonNode root = JSON.readTree(json);
      if (isOfEarlierVersion(json)) {
        return of(JSON.convertValue(root, new TypeReference<TreeMap<String, String>>() {}), days);
      }
      DayInputs result = of(Collections.emptySortedMap(), days);
      root.properties()
          .forEach(
              entry ->
                  result.byDay.put(
                      LocalDate.parse(entry.getKey()),
                      JSON.convertValue(
                          entry.getValue(), new TypeReference<TreeMap<String, String>>() {})));
      return result;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalStateException("Invalid inputs in the ledger: " + json, e);
    }
  }

  /** Whether a JSON text was written before inputs were kept by day. */
  public static boolean isOfEarlierVersion(String json) {
    return json.matches("(?s)\\{\"(?!\\d{4}-\\d{2}-\\d{2}\"\\s*:\\s*\\{).*");
  }

  /**
   * Returns inputs by day.
   *
   * @param found name and hash of each; a name that ends with a day is of that day, or of a fact
   *     that is valid from that day on; one without a day is of all days
   */
  public static DayInputs of(SortedMap<String, String> found, UtcDays days) {
    Map<String, NavigableMap<LocalDate, SortedMap<String, String>>> groups = new TreeMap<>();
    found.forEach(
        (input, hash) -> {
          Optional<LocalDate> day = day(input);
          String name = day.isEmpty() ? input : input.substring(0, input.lastIndexOf('/'));
          if (!input.contains(":")) {
            String group = group(input, day.isPresent());
            boolean isAlways = day.isEmpty() || isFact(group) && group.endsWith(FILES_OF_OTHERS);
            groups
                .computeIfAbsent(group, key -> new TreeMap<>())
                .computeIfAbsent(isAlways ? LocalDate.MIN : day.get(), key -> new TreeMap<>())
                .put(name, hash);
          }
        });
    DayInputs result = none();
    days.days().forEach(day -> result.byDay.put(day, new TreeMap<>()));
    groups.forEach(
        (group, byDay) ->
            (group.equals(LAWS)
                    ? inForce(byDay, days)
                    : isFact(group) ? facts(byDay, days) : ofEach(byDay, days))
                .forEach((day, hash) -> result.byDay.get(day).put(group, hash)));
    return result;
  }

  private static String group(String input, boolean hasDay) {
    List<String> parts = List.of(input.split("/"));
    String kind = parts.get(0);
    if (!TIMED.contains(kind) && !FACTS.contains(kind)) {
      return kind;
    }
    return hasDay && parts.size() == PARTS_OF_A_DAY
        ? String.join("/", parts.subList(0, PARTS_OF_A_DAY - 1))
        : kind + FILES_OF_OTHERS;
  }

  /** The day of an input that ends with one. */
  private static Optional<LocalDate> day(String input) {
    String last = input.substring(input.lastIndexOf('/') + 1);
    return last.matches("\\d{4}-\\d{2}-\\d{2}")
        ? Optional.of(LocalDate.parse(last))
        : Optional.empty();
  }

  private static Map<LocalDate, String> ofEach(
      NavigableMap<LocalDate, SortedMap<String, String>> byDay, UtcDays days) {
    Map<LocalDate, String> result = new HashMap<>();
    SortedMap<String, String> always = byDay.getOrDefault(LocalDate.MIN, new TreeMap<>());
    for (LocalDate day : days.days()) {
      SortedMap<String, String> inputs = new TreeMap<>(always);
      inputs.putAll(byDay.getOrDefault(day, new TreeMap<>()));
      if (!inputs.isEmpty()) {
        result.put(day, hash(inputs));
      }
    }
    return result;
  }

  /** The hash of a day holds all facts until then. */
  private static Map<LocalDate, String> facts(
      NavigableMap<LocalDate, SortedMap<String, String>> byDay, UtcDays days) {
    NavigableMap<LocalDate, String> until = new TreeMap<>();
    String before = "";
    for (Map.Entry<LocalDate, SortedMap<String, String>> fact : byDay.entrySet()) {
      before = Fingerprint.of(before + fact);
      until.put(fact.getKey(), before);
    }
    Map<LocalDate, String> result = new HashMap<>();
    for (LocalDate day : days.days()) {
      Map.Entry<LocalDate, String> known = until.floorEntry(day);
      if (known != null) {
        result.put(day, known.getValue());
      }
    }
    return result;
  }

  /** The hash of a day holds of each instrument the fit in force. */
  private static Map<LocalDate, String> inForce(
      NavigableMap<LocalDate, SortedMap<String, String>> byDay, UtcDays days) {
    Map<LocalDate, String> result = new HashMap<>();
    SortedMap<String, String> fits = new TreeMap<>();
    byDay.headMap(days.from(), false).values().forEach(fits::putAll);
    for (LocalDate day : days.days()) {
      fits.putAll(byDay.getOrDefault(day, new TreeMap<>()));
      if (!fits.isEmpty()) {
        result.put(day, hash(fits));
      }
    }
    return result;
  }

  /** Returns in words how the inputs of a day differ from those of an earlier run. */
  public static String difference(SortedMap<String, String> then, SortedMap<String, String> now) {
    Set<String> names = new TreeSet<>(then.keySet());
    names.addAll(now.keySet());
    return names.stream()
        .filter(name -> !then.getOrDefault(name, "").equals(now.getOrDefault(name, "")))
        .map(name -> difference(name, then.get(name), now.get(name)))
        .collect(Collectors.joining(", "));
  }

  /** Hashes of files tell a user something, those of days of jobs do not. */
  private static String difference(String name, String then, String now) {
    if (name.equals(DAY_BEFORE)) {
      return "the day before changed";
    }
    if (then == null || now == null) {
      return name + (then == null ? " came" : " is gone");
    }
    return isOfArchive(name)
        ? "%s %s -> %s".formatted(name, shortened(then), shortened(now))
        : name + " changed";
  }

  private static String shortened(String hash) {
    return hash.substring(0, Math.min(6, hash.length()));
  }
}
