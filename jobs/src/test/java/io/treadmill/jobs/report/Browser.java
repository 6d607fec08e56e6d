package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.interactions.PointerInput;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium with the report open; collects what the console and the network say. */
final class Browser implements AutoCloseable {
  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts Chromium; skips the tests if it or its driver is not installed. */
  static Browser open() {
    Optional<Path> chromium = find("chromium", "chromium-browser", "google-chrome");
    Optional<Path> chromedriver = find("chromedriver");
    assumeTrue(
        chromium.isPresent() && chromedriver.isPresent(),
        "Skipped: needs chromium and chromedriver (Debian: apt-get install chromium"
            + " chromium-driver)");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.get().toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--disable-background-networking",
        "--no-first-run");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriver driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.get().toFile())
                .build(),
            options);
    return new Browser(driver);
  }

  /** Opens a page on a light screen of a size in CSS pixels and waits until it is drawn. */
  void load(Path page, int width, int height) {
    load(page.toUri().toString(), width, height);
  }

  /** Opens the page of an address. */
  void load(String address, int width, int height) {
    size(width, height);
    prefers("light");
    driver.get(address);
    until("return document.body.dataset.ready === 'true'");
  }

  private static Optional<Path> find(String... names) {
    List<String> folders =
        Arrays.asList(
            Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator));
    return Stream.of(names)
        .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  void prefers(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  Object run(String script) {
    return driver.executeScript(script);
  }

  double number(String expression) {
    return ((Number) run("return " + expression)).doubleValue();
  }

  String text(String css) {
    return driver.findElement(By.cssSelector(css)).getText();
  }

  /** Returns a value of the readout, for example of the field {@code long}. */
  String value(String field) {
    return text("#values [data-field='" + field + "']");
  }

  void click(String css) {
    driver.findElement(By.cssSelector(css)).click();
  }

  void choose(String css, String text) {
    new Select(driver.findElement(By.cssSelector(css))).selectByVisibleText(text);
  }

  /** Presses keys where the focus is. */
  void press(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  String address() {
    return driver.getCurrentUrl();
  }

  void keys(String css, CharSequence... keys) {
    driver.findElement(By.cssSelector(css)).sendKeys(keys);
  }

  /** Moves the pointer to a time and price of the map; the page is scrolled to it before. */
  void hover(long millis, double price) {
    run("document.getElementById('stage').scrollIntoView({block: 'start', behavior: 'instant'})");
    List<?> at = (List<?>) run("return window.treadmill.pixelOf(" + millis + ", " + price + ")");
    new Actions(driver, Duration.ZERO)
        .tick(
            new PointerInput(PointerInput.Kind.MOUSE, "mouse")
                .createPointerMove(
                    Duration.ZERO,
                    PointerInput.Origin.viewport(),
                    ((Number) at.get(0)).intValue(),
                    ((Number) at.get(1)).intValue()))
        .perform();
  }

  void until(String script) {
    new WebDriverWait(driver, Duration.ofSeconds(20), Duration.ofMillis(20))
        .until(any -> Boolean.TRUE.equals(run(script)));
  }

  void picture(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  /**
   * Fails if the console has an error or warning, or anything but the page itself was asked for.
   */
  void assertQuiet() {
    assertQuiet("file:");
  }

  /** The same of pages whose addresses begin otherwise. */
  void assertQuiet(String origin) {
    assertThat(driver.manage().logs().get(LogType.BROWSER).getAll())
        .filteredOn(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .isEmpty();
    assertThat(driver.manage().logs().get(LogType.PERFORMANCE).getAll())
        .extracting(LogEntry::getMessage)
        .filteredOn(message -> message.contains("Network.requestWillBeSent\""))
        .filteredOn(
            message ->
                !message.contains("\"url\":\"" + origin) && !message.contains("\"url\":\"data:"))
        .isEmpty();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
