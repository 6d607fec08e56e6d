package io.treadmill.jobs.report;

import java.util.List;

/**
 * What stands around every page of a site but those of assets: head, ways to the others, foot.
 *
 * @param code address of the folder with what pages share, from the page
 * @param ways the pages that lead to one another
 */
record SiteFrame(String code, List<Way> ways) {
  /** A page to go to. */
  record Way(String title, String file) {}

  SiteFrame {
    ways = List.copyOf(ways);
  }

  /**
   * Returns a page as HTML 5 that asks for nothing but the files of the folder.
   *
   * @param first what happened, the first line of the page
   * @param body the rest, as HTML
   */
  String render(String title, String file, String first, String body) {
    return """
        %1$s
        <body class="site">
        <a class="skip" href="#content">To the content</a>
        <header>
          <div>
            <h1>%2$s</h1>
            <p id="night">%3$s</p>
          </div>
          <button id="theme" type="button" aria-label="Switch between light and dark">Dark</button>
        </header>
        %4$s<main id="content">
        %5$s</main>
        <footer class="quiet small">Treadmill. All days and times are UTC. A page loads nothing from anywhere else.</footer>
        </body>
        </html>
        """
        .formatted(head(title), text(title), text(first), ways(file), body);
  }

  private String head(String title) {
    return HtmlHead.render(
        "script-src 'self' file:; style-src 'self' file:",
        title,
        """
        <link rel="stylesheet" href="%1$sstatic/report.css">
        <link rel="stylesheet" href="%1$sstatic/site.css">
        <script src="%1$sstatic/site.js" defer></script>"""
            .formatted(code));
  }

  private String ways(String file) {
    if (ways.isEmpty()) {
      return "";
    }
    StringBuilder list = new StringBuilder("<nav class=\"ways\" aria-label=\"Pages\"><ul>\n");
    for (Way way : ways) {
      list.append(
          "<li><a href=\"%s\"%s>%s</a></li>\n"
              .formatted(
                  way.file(),
                  way.file().equals(file) ? " aria-current=\"page\"" : "",
                  text(way.title())));
    }
    return list.append("</ul></nav>\n").toString();
  }

  /** Returns a text as HTML. */
  static String text(String text) {
    return HtmlPage.escapeHtml(text);
  }
}
