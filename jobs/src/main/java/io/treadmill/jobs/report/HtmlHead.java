package io.treadmill.jobs.report;

/** The head of a page, which asks for nothing but what its policy names. */
final class HtmlHead {
  private HtmlHead() {}

  /**
   * Returns all that is before the body.
   *
   * @param policy directives of scripts and styles
   * @param links styles and scripts, as HTML
   */
  static String render(String policy, String title, String links) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; %s; img-src data:">
        <link rel="icon" href="data:,">
        <title>%s</title>
        %s
        </head>
        """
        .formatted(policy, HtmlPage.escapeHtml(title), links)
        .stripTrailing();
  }
}
