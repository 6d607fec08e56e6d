package io.treadmill.jobs.columns;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.TableColumn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Exchanges each neighbouring pair of columns of one type in every row layout of the sources, one
 * at a time, compiles the changed file and runs the proofs of its table: each must fail. Where the
 * components of a record fill columns by their names, those names are exchanged in its head. Prints
 * what was missed and the line {@code swaps: N caught, 0 missed}.
 *
 * <p>Arguments: folders of main sources, then tables to look at (none: all).
 */
public final class Swaps {
  private static final Pattern LAYOUT =
      Pattern.compile("RowLayout\\s*\\.\\s*(?:<[^;=]*?>)?\\s*of\\(\\s*(?:\\w+\\.)*(\\w+)\\b");
  private static final Pattern COLUMN =
      Pattern.compile(
          "\\.(text|label|number|whole|wholeOrNull|integer|integerOrNull|flag|flagOrNull|date|micros|"
              + "microsOrNull|instant|list|interval|tested)\\(\\s*\"(\\w+)\""
              + "(?:,\\s*\"(\\w+)\")?(?:,\\s*\"(\\w+)\")?");
  private static final Pattern RECORD = Pattern.compile("\\.components\\(\\s*([\\w.]+)\\.class");
  private static final Pattern COMPONENT = Pattern.compile("([\\w<>.]+)\\s+(\\w+)\\s*(?:,|$)");
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("label", "text"),
          Map.entry("interval", "number"),
          Map.entry("tested", "number"),
          Map.entry("wholeOrNull", "whole"),
          Map.entry("integerOrNull", "integer"),
          Map.entry("flagOrNull", "flag"),
          Map.entry("microsOrNull", "micros"),
          Map.entry("instant", "micros"));

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
  private final PrintStream out;
  private final List<Path> all = new ArrayList<>();
  private int caught;
  private int missed;

  private Swaps(PrintStream out) {
    this.out = out;
  }

  /** One column name in the source. */
  private record Place(String column, int start, int end) {}

  /** Runs the program; ends with exit code 1 if a swap was missed. */
  public static void main(String[] arguments) throws Exception {
    List<Path> sources = Stream.of(arguments).map(Path::of).filter(Files::isDirectory).toList();
    List<String> tables = Stream.of(arguments).filter(a -> !Files.isDirectory(Path.of(a))).toList();
    if (new Swaps(System.out).run(sources, tables) > 0) {
      throw new IllegalStateException("some swaps were missed");
    }
  }

  /** Returns how many swaps no proof noticed. */
  static int run(List<Path> sources, PrintStream out) throws Exception {
    return new Swaps(out).run(sources, List.of());
  }

  private int run(List<Path> sources, List<String> tables) throws Exception {
    for (Path folder : sources) {
      try (Stream<Path> walk = Files.walk(folder)) {
        walk.filter(path -> path.toString().endsWith(".java")).sorted().forEach(all::add);
      }
    }
    for (Path file : all) {
      swapIn(file, tables);
    }
    out.println("swaps: %d caught, %d missed".formatted(caught, missed));
    return missed;
  }

  private void swapIn(Path file, List<String> tables) throws Exception {
    String source = Files.readString(file);
    Matcher layout = LAYOUT.matcher(source);
    while (layout.find()) {
      String table = layout.group(1).toLowerCase(java.util.Locale.ROOT);
      if (LakeTables.all().stream().noneMatch(one -> one.name().equals(table))
          || !tables.isEmpty() && !tables.contains(table)) {
        continue;
      }
      Throwable unswapped = new Loader(Map.of()).prove(table);
      if (unswapped != null) {
        throw new IllegalStateException(
            "The proofs of %s do not hold without a swap".formatted(table), unswapped);
      }
      int end = source.indexOf(".build()", layout.end());
      Set<String> filled = new HashSet<>();
      Map<String, List<Place>> places = new TreeMap<>();
      Matcher column = COLUMN.matcher(source).region(layout.end(), end);
      while (column.find()) {
        String type = TYPES.getOrDefault(column.group(1), column.group(1));
        for (int group = 2; group <= column.groupCount() && column.group(group) != null; group++) {
          filled.add(column.group(group));
          places
              .computeIfAbsent(type, key -> new ArrayList<>())
              .add(new Place(column.group(group), column.start(group), column.end(group)));
        }
      }
      swapNeighbours(file, source, table, places);
      Matcher record = RECORD.matcher(source).region(layout.end(), end);
      while (record.find()) {
        swapComponents(file, record.group(1), table, filled);
      }
    }
  }

  private void swapNeighbours(
      Path file, String source, String table, Map<String, List<Place>> places) throws Exception {
    for (List<Place> ofType : places.values()) {
      for (int i = 1; i < ofType.size(); i++) {
        swap(file, source, table, ofType.get(i - 1), ofType.get(i));
      }
    }
  }

  /** Exchanges names in the head of a record, of components that fill columns of the table. */
  private void swapComponents(Path layout, String type, String table, Set<String> filled)
      throws Exception {
    String record = type.substring(type.lastIndexOf('.') + 1);
    Path file = fileOf(type, record, layout);
    String source = Files.readString(file);
    int from = source.indexOf("record " + record + "(") + "record (".length() + record.length();
    Matcher component = COMPONENT.matcher(source).region(from, source.indexOf(')', from));
    Map<String, List<Place>> places = new TreeMap<>();
    while (component.find()) {
      if (fills(component.group(1), component.group(2), table, filled)) {
        places
            .computeIfAbsent(component.group(1), key -> new ArrayList<>())
            .add(new Place(component.group(2), component.start(2), component.end(2)));
      }
    }
    swapNeighbours(file, source, table, places);
  }

  private static boolean fills(String type, String name, String table, Set<String> filled) {
    String column =
        name.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])", "_")
            .toLowerCase(java.util.Locale.ROOT);
    List<String> ends = type.equals("Estimate") ? List.of("", "_low", "_high", "_p") : List.of("");
    return LakeTables.all().stream()
        .filter(one -> one.name().equals(table))
        .flatMap(one -> one.columns().stream())
        .map(TableColumn::name)
        .filter(own -> !filled.contains(own))
        .anyMatch(own -> ends.stream().anyMatch(end -> own.equals(column + end)));
  }

  /** The file that declares a record: of the class around it, that of the layout, or another. */
  private Path fileOf(String type, String record, Path layout) throws IOException {
    String outer = type.substring(0, Math.max(0, type.lastIndexOf('.'))) + ".java";
    List<Path> candidates = new ArrayList<>();
    all.stream().filter(path -> path.endsWith(outer)).forEach(candidates::add);
    candidates.add(layout);
    candidates.addAll(all);
    for (Path candidate : candidates) {
      if (Files.readString(candidate).contains("record " + record + "(")) {
        return candidate;
      }
    }
    throw new IOException("No record " + record);
  }

  private void swap(Path file, String source, String table, Place a, Place b) throws Exception {
    String changed =
        source.substring(0, a.start())
            + b.column()
            + source.substring(a.end(), b.start())
            + a.column()
            + source.substring(b.end());
    Loader loader = new Loader(compile(file, changed));
    Throwable noticed = loader.prove(table);
    if (noticed == null) {
      missed++;
      out.println(
          "missed: %s.%s and .%s in %s"
              .formatted(table, a.column(), b.column(), file.getFileName()));
    } else {
      caught++;
    }
  }

  private Map<String, byte[]> compile(Path file, String source) throws IOException {
    Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    JavaFileManager manager =
        new ForwardingJavaFileManager<>(files) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location,
              String name,
              JavaFileObject.Kind kind,
              javax.tools.FileObject from) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
              @Override
              public OutputStream openOutputStream() {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                classes.put(name, bytes);
                return bytes;
              }
            };
          }
        };
    JavaFileObject unit =
        new SimpleJavaFileObject(
            URI.create("memory:///" + file.getFileName()), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreErrors) {
            return source;
          }
        };
    java.io.StringWriter messages = new java.io.StringWriter();
    List<String> options =
        List.of(
            "-proc:none", "-nowarn", "-parameters", "-cp", System.getProperty("java.class.path"));
    if (!compiler.getTask(messages, manager, null, options, null, List.of(unit)).call()) {
      throw new IOException("Cannot compile a swap in %s: %s".formatted(file, messages));
    }
    Map<String, byte[]> result = new HashMap<>();
    classes.forEach((name, bytes) -> result.put(name, bytes.toByteArray()));
    return result;
  }

  /** Loads every class of the project anew, the changed ones as changed. */
  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> changed;

    Loader(Map<String, byte[]> changed) {
      super(Swaps.class.getClassLoader());
      this.changed = changed;
    }

    /** Returns what the proofs of a table throw; null if they hold. */
    Throwable prove(String table) throws ReflectiveOperationException {
      try {
        loadClass(Swaps.class.getName())
            .getDeclaredMethod("prove", String.class)
            .invoke(null, table);
        return null;
      } catch (java.lang.reflect.InvocationTargetException e) {
        return e.getCause();
      }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("io.treadmill.") || name.endsWith(".SparkForTests")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> found = findLoadedClass(name);
        return found != null ? found : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      byte[] bytes = changed.get(name);
      if (bytes == null) {
        String path = name.replace('.', '/') + ".class";
        try (var stream = getParent().getResourceAsStream(path)) {
          if (stream == null) {
            throw new ClassNotFoundException(name);
          }
          bytes = stream.readAllBytes();
        } catch (IOException e) {
          throw new ClassNotFoundException(name, e);
        }
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  /** Runs the proofs of a table; called in a loader of its own. */
  public static void prove(String table) throws Exception {
    for (ColumnProof proof : ColumnProofs.all()) {
      if (proof.table().name().equals(table)) {
        proof.prove(new Proof(proof.table()));
      }
    }
  }
}
